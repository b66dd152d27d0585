// Why one measurement failed, with the numbers.
import { check, describeCondition, type FieldValue, formatValue, type PlannedCondition } from '#core';

const longestValue = 60;

export function describeFailure(
  conditions: readonly PlannedCondition[],
  measured: {
    readonly fields?: Readonly<Record<string, FieldValue>> | undefined;
    readonly error?: string | undefined;
  },
): string {
  const { fields, error } = measured;
  if (!fields) return `could not be measured: ${error ?? 'no reason given'}`;
  const broken = conditions.find((one) => !check([one], fields).all);
  if (!broken) return 'did not pass';
  const found = fields[broken.field];
  const value = found === undefined ? 'missing' : shortened(formatValue(found, broken.type));
  return `${broken.field} ${value}, expected ${describeCondition(broken)}`;
}

const shortened = (text: string): string =>
  text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text;
