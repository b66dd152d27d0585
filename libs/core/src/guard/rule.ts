// What every guard can do, and the shape of the rule behind it. Deterministic: time comes with the samples.
import type { PlannedGuard } from '../plan/plan.ts';
import type { Breach } from '../run/events.ts';
import type { Sample } from '../verdict/samples.ts';

export interface Guard {
  /** Looks at a new sample of its probe. */
  observe(sample: Sample): Breach | undefined;
  /** Looks at the time alone; nextCheckMs says when that can next matter. */
  check(nowMs: number): Breach | undefined;
  nextCheckMs(): number | undefined;
}

/** The rule of one kind of guard, started at a time. */
export type Rule<Kind extends PlannedGuard['rule']> = (
  guard: Extract<PlannedGuard, { rule: Kind }>,
  startMs: number,
) => Guard;
