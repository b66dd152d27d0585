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

const comparison = z
  .strictObject({
    eq: literal,
    ne: literal,
    lt: literal,
    lte: literal,
    gt: literal,
    gte: literal,
    in: z.array(literal).min(1),
    matches: z.string(),
    contains: z.string(),
  })
  .partial()
  .refine((value) => Object.keys(value).length > 0, {
    message: 'expected at least one of eq, ne, lt, lte, gt, gte, in, matches, contains',
  });
export type ComparisonSpec = z.infer<typeof comparison>;

const aggregated = z
  .strictObject({
    min: comparison,
    max: comparison,
    mean: comparison,
    p50: comparison,
    p90: comparison,
    p95: comparison,
    p99: comparison,
  })
  .partial()
  .refine((value) => Object.keys(value).length > 0, {
    message: 'expected at least one of min, max, mean, p50, p90, p95, p99',
  });
export type AggregatedSpec = z.infer<typeof aggregated>;

/** `200`, `{lte: 400ms}`, or `{p99: {lte: 400ms}}`. */
export const condition = z.union([literal, aggregated, comparison]);
export type ConditionSpec = z.infer<typeof condition>;

/** Field of the probe -> condition. All must hold. */
export const expectation = z.record(z.string(), condition);
export type ExpectationSpec = z.infer<typeof expectation>;
