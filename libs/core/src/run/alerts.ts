// Whether an alert fired in its time. The harm must have lasted as long as the alert may take: one that had less time
// was not examined, and one that fires after its time is as good as missed.
import { formatDuration } from '#spec';
import type { PlannedAlert } from '../plan/plan.ts';
import type { RunEvent } from './events.ts';
import type { RunState } from './state.ts';

/** When the harm began to be taken away: measurements after that belong to the recovery. */
export function harmEndMs(state: RunState): number | undefined {
  const starts = Object.values(state.faults).flatMap((fault) => fault.undoStartedMs ?? []);
  return starts.length > 0 ? Math.max(...starts) : undefined;
}

export function alertFired(state: RunState, name: string, nowMs: number): readonly RunEvent[] {
  const { firstLiveMs } = state;
  const planned = state.plan.alerts.find((alert) => alert.name === name);
  if (!planned || firstLiveMs === undefined || state.alerts[name] !== undefined) return [];
  const afterMs = nowMs - firstLiveMs;
  if (afterMs <= planned.withinMs + pollMs(state, planned))
    return [{ type: 'alert.fired', alert: name, afterMs }];
  const harmMs = (harmEndMs(state) ?? nowMs) - firstLiveMs;
  return [tooLate(planned, { harmMs, afterMs })];
}

/** It is seen when its probe looks: it may have fired right after the look before, which was in time. */
const pollMs = ({ plan }: RunState, { probe }: PlannedAlert): number =>
  plan.probes.find((one) => one.name === probe)?.everyMs ?? 0;

/** Of the alerts that have not fired when the run ends. */
export function alertOutcomes(state: RunState): readonly RunEvent[] {
  const harmMs = (harmEndMs(state) ?? state.phaseSinceMs) - (state.firstLiveMs ?? state.phaseSinceMs);
  return state.plan.alerts
    .filter((alert) => state.alerts[alert.name] === undefined)
    .map((alert) => tooLate(alert, { harmMs }));
}

function tooLate(
  { name, withinMs }: PlannedAlert,
  { harmMs, afterMs }: { readonly harmMs: number; readonly afterMs?: number },
): RunEvent {
  const [within, held] = [withinMs, Math.round(harmMs)].map(formatDuration);
  if (harmMs < withinMs) {
    const message = `harm lasted ${held}, less than the ${within} that the alert has to fire`;
    return { type: 'alert.infeasible', alert: name, message };
  }
  if (afterMs === undefined) {
    const message = `did not fire within ${within} (never, in ${held} of harm)`;
    return { type: 'alert.missed', alert: name, message };
  }
  const message = `did not fire within ${within} (only after ${formatDuration(Math.round(afterMs))})`;
  return { type: 'alert.missed', alert: name, message, afterMs };
}
