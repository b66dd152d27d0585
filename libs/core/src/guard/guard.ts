// A guard watches the samples of one probe and says when the run must end. Deterministic: time comes with the samples.
import type { PlannedGuard } from '../plan/plan.ts';
import { budget } from './budget.rule.ts';
import { burnRate } from './burn-rate.rule.ts';
import { errorRatio } from './error-ratio.rule.ts';
import { failingFor } from './failing-for.rule.ts';
import { noData } from './no-data.rule.ts';
import type { Guard } from './rule.ts';

export function startGuard(guard: PlannedGuard, startMs: number): Guard {
  switch (guard.rule) {
    case 'failing-for':
      return failingFor(guard, startMs);
    case 'no-data':
      return noData(guard, startMs);
    case 'error-ratio':
      return errorRatio(guard, startMs);
    case 'burn-rate':
      return burnRate(guard, startMs);
    case 'budget':
      return budget(guard, startMs);
  }
}
