// Conditions on measured fields, with their literals read in the unit of the field.
import type { FieldType } from '#spec';
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
