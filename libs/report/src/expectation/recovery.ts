// After the faults are gone, the system is steady again in time. One that is still in place keeps it from recovering:
// that is the gap, and not a second one.
import { faultsOf } from '#core';
import { formatDuration } from '#spec';
import type { RunLog } from '../model/run.log.ts';
import { cutShort, type Examined, notExamined, type Outcome } from './examined.ts';

export function recovery(log: RunLog): readonly Examined[] {
  const { plan } = log.state;
  if (plan.faults.length === 0) return [];
  const expected = `steady again within ${formatDuration(plan.recovery.withinMs)} after the faults are gone`;
  return [
    {
      capability: 'recovery',
      subject: 'the system',
      at: plan.recovery.at,
      gap: plan.recovery.gap,
      normalised: `within ${formatDuration(plan.recovery.withinMs)}`,
      expected,
      criterion: `the system is ${expected}`,
      ...outcome(log),
    },
  ];
}

function outcome(log: RunLog): Outcome {
  const seen = log.recovery;
  if (!seen) return notExamined(cutShort(log) ?? 'nothing was injected');
  if (faultsOf(log.state).some(([, fault]) => fault.status === 'left'))
    return notExamined('a fault is still in place');
  const limit = formatDuration(log.state.plan.recovery.withinMs);
  return seen.afterMs === undefined
    ? { outcome: 'failed', observed: seen.message ?? '', evidence: [seen.evidence] }
    : {
        outcome: 'held',
        observed: `steady again after ${formatDuration(Math.round(seen.afterMs))} (limit ${limit})`,
        evidence: [seen.evidence],
      };
}
