// Which field of a probe is drawn: a number with a limit where there is one, else the judged field by its values.
import { describeCondition, type FieldValue, type PlannedCondition, type PlannedProbe } from '#core';
import type { FieldType } from '#spec';

/** More different values than this are drawn as one. */
const mostCategories = 6;
const longestCategory = 24;

/** Turns the fields of a measurement into what the chart draws. */
export interface ChartedField {
  readonly field: string;
  readonly type: FieldType;
  readonly limits: readonly { readonly value: number; readonly text: string }[];
  readonly categories: readonly string[] | undefined;
  valueOf(fields: Readonly<Record<string, FieldValue>> | undefined, passed: boolean): number | null;
}

export function chartedField(probe: PlannedProbe): ChartedField {
  const { conditions } = probe.judge;
  const limited = conditions.filter(hasLimit);
  const chosen = limited.find((one) => one.type !== 'number') ?? limited[0];
  if (chosen) return numbers(chosen, limited);
  const first = conditions[0];
  return first && isShort(first) ? values(first) : outcomes(first);
}

const limits = new Set(['lt', 'lte', 'gt', 'gte']);
const hasLimit = (one: PlannedCondition): boolean =>
  limits.has(one.comparison) && typeof one.limit === 'number';
/** A text that is searched may be a whole page: its value says nothing in a chart. */
const isShort = ({ comparison }: PlannedCondition): boolean =>
  comparison !== 'contains' && comparison !== 'matches';

function numbers(chosen: PlannedCondition, limited: readonly PlannedCondition[]): ChartedField {
  const { field, type } = chosen;
  return {
    field,
    type,
    limits: limited
      .filter((one) => one.field === field)
      .map((one) => ({ value: one.limit as number, text: describeCondition(one) })),
    categories: undefined,
    valueOf(fields) {
      const value = fields?.[field];
      return typeof value === 'number' ? value : null;
    },
  };
}

function values({ field, type }: PlannedCondition): ChartedField {
  const categories: string[] = [];
  return {
    field,
    type,
    limits: [],
    categories,
    valueOf(fields) {
      const value = fields?.[field];
      if (value === undefined) return null;
      const text = shortened(String(value));
      const known = categories.indexOf(text);
      if (known >= 0) return known;
      if (categories.length < mostCategories - 1) return categories.push(text) - 1;
      if (categories.length < mostCategories) categories.push('other');
      return mostCategories - 1;
    },
  };
}

const shortened = (text: string): string =>
  text.length > longestCategory ? `${text.slice(0, longestCategory - 1)}…` : text;

const outcomes = (condition: PlannedCondition | undefined): ChartedField => ({
  field: condition?.field ?? '',
  type: condition?.type ?? 'boolean',
  limits: [],
  categories: ['not as expected', 'as expected'],
  valueOf: (fields, passed) => (fields ? Number(passed) : null),
});
