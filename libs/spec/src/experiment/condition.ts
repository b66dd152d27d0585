// Conditions on what a probe measured. The unit of a value follows from the probe's field, so that the literal
// stays as written here ("400ms") and is read once the probe is known (see core/verdict).
import { z } from 'zod';

const literal = z.union([z.number(), z.string(), z.boolean()]);
export type ConditionLiteral = z.infer<typeof literal>;

export const comparisons = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'matches', 'contains'] as const;
export type Comparison = (typeof comparisons)[number];

/** How many measurements of a window become one number. */
export const aggregates = ['min', 'max', 'mean', 'p50', 'p90', 'p95', 'p99'] as const;
export type Aggregate = (typeof aggregates)[number];

const emptyCondition = 'expected a condition such as {lte: 400ms} or {p99: {lte: 400ms}}';

const comparison = z
  .strictObject({
    eq: literal.describe('Equal to.'),
    ne: literal.describe('Not equal to.'),
    lt: literal.describe('Less than.'),
    lte: literal.describe('At most.'),
    gt: literal.describe('More than.'),
    gte: literal.describe('At least.'),
    in: z.array(literal).min(1).describe('One of these.'),
    matches: z
      .string()
      .meta({ format: 'regex', description: 'Text that matches this regular expression somewhere.' }),
    contains: z.string().describe('Text that contains this.'),
  })
  .partial()
  .refine((value) => Object.keys(value).length > 0, {
    message: emptyCondition,
  })
  .meta({ id: 'comparison', minProperties: 1 });
export type ComparisonSpec = z.infer<typeof comparison>;

const aggregated = z
  .strictObject({
    min: comparison.describe('The smallest measurement.'),
    max: comparison.describe('The largest measurement.'),
    mean: comparison.describe('The average of the measurements.'),
    p50: comparison.describe('The median.'),
    p90: comparison.describe('90 % of the measurements are at most this.'),
    p95: comparison.describe('95 % of the measurements are at most this.'),
    p99: comparison.describe('99 % of the measurements are at most this.'),
  })
  .partial()
  .refine((value) => Object.keys(value).length > 0, {
    message: emptyCondition,
  })
  .meta({ minProperties: 1 });
export type AggregatedSpec = z.infer<typeof aggregated>;

/** `200`, `{lte: 400ms}`, or `{p99: {lte: 400ms}}`. */
export const condition = z
  .union([literal, aggregated, comparison])
  .meta({ id: 'condition', 'x-type': 'condition' });
export type ConditionSpec = z.infer<typeof condition>;

/** Field of the probe -> condition. All must hold. */
export const expectation = z.record(z.string(), condition);
export type ExpectationSpec = z.infer<typeof expectation>;
