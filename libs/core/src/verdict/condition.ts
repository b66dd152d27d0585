// Conditions on measured fields: read once with the literals in the unit of the field, then asked of every measurement.
import type { ConditionLiteral, ConditionSpec, ExpectationSpec, FieldDescription, FieldType } from '#spec';
import {
  aggregates,
  formatDataSize,
  formatDuration,
  formatPercent,
  parseDataSize,
  parseDuration,
  parsePercent,
} from '#spec';
import type { FieldValue } from '../kinds/probe.ts';

export type PlannedComparison = 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte' | 'in' | 'matches' | 'contains';
export type PlannedAggregate = 'each' | 'min' | 'max' | 'mean' | 'p50' | 'p90' | 'p95' | 'p99';

export interface PlannedCondition {
  readonly field: string;
  readonly type: FieldType;
  /** `each`: every measurement by itself. */
  readonly aggregate: PlannedAggregate;
  readonly comparison: PlannedComparison;
  /** Milliseconds, fractions, bytes as in Measurement. */
  readonly limit: FieldValue | readonly FieldValue[];
}

type Fields = Readonly<Record<string, FieldDescription>>;

/** `{status: 200, latency: {p99: {lte: 400ms}}}` as a flat list. */
export function planConditions(expectation: ExpectationSpec, fields: Fields): readonly PlannedCondition[] {
  return Object.entries(expectation).flatMap(([field, spec]) => planField(field, spec, fields[field]?.type));
}

function planField(field: string, spec: ConditionSpec, known: FieldType | undefined): PlannedCondition[] {
  if (typeof spec !== 'object') return [condition(field, 'each', ['eq', spec], known)];
  return Object.entries(spec).flatMap(([key, inner]) =>
    isAggregate(key)
      ? Object.entries(inner as object).map((pair) => condition(field, key, pair as Pair, known))
      : [condition(field, 'each', [key, inner] as Pair, known)],
  );
}

type Pair = readonly [string, ConditionLiteral | readonly ConditionLiteral[]];

function condition(
  field: string,
  aggregate: PlannedAggregate,
  [comparison, literal]: Pair,
  known: FieldType | undefined,
): PlannedCondition {
  const type = known ?? typeOf(literal);
  const limit = Array.isArray(literal)
    ? literal.map((one: ConditionLiteral) => readLiteral(one, type))
    : readLiteral(literal as ConditionLiteral, type);
  return { field, type, aggregate, comparison: comparison as PlannedComparison, limit };
}

const isAggregate = (key: string): key is (typeof aggregates)[number] =>
  (aggregates as readonly string[]).includes(key);

function typeOf(literal: Pair[1]): FieldType {
  if (typeof literal === 'number') return 'number';
  return typeof literal === 'boolean' ? 'boolean' : 'text';
}

const readers: Partial<Record<FieldType, (text: string) => number | undefined>> = {
  duration: parseDuration,
  percent: parsePercent,
  size: parseDataSize,
};

function readLiteral(literal: ConditionLiteral, type: FieldType): FieldValue {
  return typeof literal === 'string' ? (readers[type]?.(literal) ?? literal) : literal;
}

type Compare = (value: FieldValue, limit: FieldValue) => boolean;
const ordered =
  (compare: (a: number, b: number) => boolean): Compare =>
  (value, limit) =>
    typeof value === 'number' && typeof limit === 'number' && compare(value, limit);

const compare: Readonly<Record<Exclude<PlannedComparison, 'in'>, Compare>> = {
  eq: (value, limit) => value === limit,
  ne: (value, limit) => value !== limit,
  lt: ordered((a, b) => a < b),
  lte: ordered((a, b) => a <= b),
  gt: ordered((a, b) => a > b),
  gte: ordered((a, b) => a >= b),
  matches: (value, limit) => new RegExp(String(limit)).test(String(value)),
  contains: (value, limit) => String(value).includes(String(limit)),
};

/** Whether one value satisfies a condition, whatever its aggregate. A value that was not measured does not. */
export function holds(planned: PlannedCondition, value: FieldValue | undefined): boolean {
  if (value === undefined) return false;
  const { comparison, limit } = planned;
  if (comparison === 'in') return Array.isArray(limit) && limit.includes(value);
  return compare[comparison](value, limit as FieldValue);
}

export interface Passed {
  /** The conditions on each measurement hold. */
  readonly each: boolean;
  /** Those, and the value lies within the limit of every aggregated condition too: what guards look at. */
  readonly all: boolean;
}

/** How one measurement stands against the conditions; undefined fields: it could not be measured. */
export function check(
  conditions: readonly PlannedCondition[],
  fields: Readonly<Record<string, FieldValue>> | undefined,
): Passed {
  let each = fields !== undefined;
  let all = each;
  for (const planned of conditions) {
    if (!all && !each) break;
    if (holds(planned, fields?.[planned.field])) continue;
    all = false;
    if (planned.aggregate === 'each') each = false;
  }
  return { each, all };
}

const symbols: Readonly<Record<PlannedComparison, string>> = {
  eq: '=',
  ne: '!=',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  in: 'in',
  matches: '~',
  contains: 'contains',
};

/** `p99 latency <= 400 ms`, `status = 200`. */
export function describeCondition(planned: PlannedCondition): string {
  const name = planned.aggregate === 'each' ? planned.field : `${planned.aggregate} ${planned.field}`;
  return `${name} ${symbols[planned.comparison]} ${formatValue(planned.limit, planned.type)}`;
}

export function formatValue(value: FieldValue | readonly FieldValue[], type: FieldType): string {
  if (Array.isArray(value)) return value.map((one: FieldValue) => formatValue(one, type)).join(', ');
  if (typeof value !== 'number') return type === 'text' ? `"${String(value)}"` : String(value);
  if (type === 'duration') return formatDuration(Math.round(value * 10) / 10);
  if (type === 'percent') return formatPercent(value);
  return type === 'size' ? formatDataSize(value) : String(Math.round(value * 1000) / 1000);
}
