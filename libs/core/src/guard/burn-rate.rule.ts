// Aborts when the error budget of an SLO burns too fast in a long and a short window at once (multi-window burn rate,
// Google SRE workbook, chapter 5): the long window proves that it matters, the short one that it still goes on.
// With little traffic the lower Wilson bound must exceed the threshold too, so that one bad event of ten aborts nothing.
import { formatDuration } from '#spec';
import { check } from '../verdict/condition.ts';
import type { Rule } from './rule.ts';
import { SlidingCounter } from './sliding-counter.ts';
import { wilsonLowerBound } from './wilson.ts';

/** Fewer events than this prove nothing. */
const fewestEvents = 5;

export const burnRate: Rule<'burn-rate'> = (guard) => {
  const long = new SlidingCounter(guard.longMs);
  const short = new SlidingCounter(guard.shortMs);
  const budgetShare = 1 - guard.objective;
  // A billionth of tolerance: 1 - 0.999 is not exactly 0.001.
  const threshold = guard.burnRate * budgetShare * (1 - 1e-9);
  return {
    observe(sample) {
      const bad = !check(guard.good, sample.fields).all;
      long.add(sample.atMs, bad);
      short.add(sample.atMs, bad);
      if (long.total < fewestEvents || long.ratio < threshold || short.ratio < threshold) return undefined;
      if (wilsonLowerBound(long.bad, long.total) < threshold) return undefined;
      const burns = Math.round((long.ratio / budgetShare) * 10) / 10;
      return {
        reason: 'slo-burn',
        guard: guard.name,
        message: `${guard.slo} burns ${burns}x >= ${guard.burnRate}x over ${formatDuration(guard.longMs)} (${long.bad} of ${long.total} bad)`,
        measured: burns,
        limit: guard.burnRate,
        at: guard.at,
      };
    },
    check: () => undefined,
    nextCheckMs: () => undefined,
  };
};
