// An alert fires in its time. One that could not have fired in the time of harm was not examined: that is no gap.
import type { PlannedAlert } from '#core';
import { formatDuration } from '#spec';
import type { RunLog } from '../model/run.log.ts';
import { cutShort, type Examined, notExamined, type Outcome } from './examined.ts';

export const detection = (log: RunLog): readonly Examined[] =>
  log.state.plan.alerts.map((alert) => {
    const expected = `fires within ${formatDuration(alert.withinMs)} of the first fault`;
    return {
      capability: 'detection',
      subject: alert.name,
      at: alert.at,
      gap: alert.gap,
      normalised: `fires within ${formatDuration(alert.withinMs)}`,
      expected,
      criterion: `${alert.name} ${expected}`,
      ...outcome(log, alert),
    };
  });

function outcome(log: RunLog, { name, withinMs }: PlannedAlert): Outcome {
  const seen = log.alerts.get(name);
  if (!seen) return notExamined(cutShort(log) ?? 'the run did not look at it');
  const { afterMs = 0, message, evidence } = seen;
  if (log.state.alerts[name] === 'infeasible') return notExamined(`infeasible: ${message}`);
  if (log.state.alerts[name] === 'missed')
    return { outcome: 'failed', observed: message, evidence: [evidence] };
  const observed = `fired after ${formatDuration(Math.round(afterMs))} (limit ${formatDuration(withinMs)})`;
  return { outcome: 'held', observed, evidence: [evidence] };
}
