// Aborts when the run itself has used up its share of an error budget. It never resets: flapping adds up.
import { check } from '../verdict/condition.ts';
import type { Rule } from './rule.ts';

export const budget: Rule<'budget'> = (guard) => {
  let bad = 0;
  return {
    observe(sample) {
      if (check(guard.good, sample.fields).all) return undefined;
      bad += 1;
      if (bad < guard.allowedBad) return undefined;
      return {
        reason: 'budget',
        guard: guard.name,
        message: `${bad} bad events >= ${guard.allowedBad}, the share of the budget of ${guard.slo} that this run may use`,
        measured: bad,
        limit: guard.allowedBad,
        at: guard.at,
      };
    },
    check: () => undefined,
    nextCheckMs: () => undefined,
  };
};
