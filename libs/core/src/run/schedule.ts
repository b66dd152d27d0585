// When what is due: faults to start, ramps to step, faults to undo. And when to look again.
import type { PlannedFault } from '../plan/plan.ts';
import type { RunEvent } from './events.ts';
import { type FaultState, faultOf, faultsOf, hasEnded, type RunState } from './state.ts';

/** An undo that takes longer than this no longer keeps those before it waiting. */
const undoPatienceMs = 1000;

export function faultsDue(state: RunState, nowMs: number): readonly RunEvent[] {
  if (state.aborted) return skipWaiting(state);
  return faultsOf(state)
    .filter(([planned, fault]) => fault.status === 'waiting' && startMs(state, planned) <= nowMs)
    .map(([planned]) => ({ type: 'fault.due', fault: planned.id }));
}

/** Before it has been armed, a fault has done nothing: it is left out. One being prepared answers for itself. */
function skipWaiting(state: RunState): readonly RunEvent[] {
  return faultsOf(state)
    .filter(([, fault]) => fault.status === 'waiting')
    .map(([planned]) => ({
      type: 'fault.skipped',
      fault: planned.id,
      message: 'the run was aborted before it was injected',
    }));
}

/** When a waiting fault is to start; Infinity while it waits for another. */
function startMs(state: RunState, planned: PlannedFault): number {
  let fromMs = injectingSinceMs(state);
  for (const id of planned.after) {
    const before = faultOf(state, id);
    if (!hasEnded(before)) return Number.POSITIVE_INFINITY;
    fromMs = Math.max(fromMs, before.endedMs ?? fromMs);
  }
  return fromMs + planned.delayMs;
}

const injectingSinceMs = (state: RunState): number => state.firstLiveMs ?? state.phaseSinceMs;

export function rampsDue(state: RunState, nowMs: number): readonly RunEvent[] {
  return faultsOf(state).flatMap(([planned, fault]) => {
    if (fault.status !== 'live' || !planned.ramp || fault.liveMs === undefined) return [];
    const share = rampShare(planned.ramp, nowMs - fault.liveMs);
    return share > fault.share ? [{ type: 'fault.changed' as const, fault: planned.id, share }] : [];
  });
}

/** Share of the full harm after a time: grows in equal steps, the first at once. */
export function rampShare(
  ramp: { readonly overMs: number; readonly steps: number },
  elapsedMs: number,
): number {
  const step = Math.min(ramp.steps, Math.floor((elapsedMs / ramp.overMs) * (ramp.steps - 1)) + 1);
  return step / ramp.steps;
}

/** Faults whose time is over, or all in an abort: in reverse order of arming, one after the other. */
export function undosDue(state: RunState, nowMs: number): readonly RunEvent[] {
  const over = faultsOf(state)
    .filter(([planned, fault]) => isOver(state, planned, fault, nowMs))
    .sort(([, a], [, b]) => (b.order ?? 0) - (a.order ?? 0));
  const first = over[0];
  if (!first || isBlocked(state, first[1], nowMs)) return [];
  return [{ type: 'fault.undo-started', fault: first[0].id }];
}

function isOver(state: RunState, planned: PlannedFault, fault: FaultState, nowMs: number): boolean {
  if (fault.status !== 'armed' && fault.status !== 'live') return false;
  if (state.aborted) return true;
  return fault.liveMs !== undefined && nowMs - fault.liveMs >= planned.holdMs;
}

/** A later fault is still being undone, and has not taken too long yet. */
function isBlocked(state: RunState, candidate: FaultState, nowMs: number): boolean {
  return Object.values(state.faults).some(
    (fault) =>
      fault.status === 'undoing' &&
      (fault.order ?? 0) > (candidate.order ?? 0) &&
      nowMs - (fault.undoStartedMs ?? nowMs) < undoPatienceMs,
  );
}

/** The next time at which a tick can change anything; undefined: only an outcome can. */
export function nextTickMs(state: RunState): number | undefined {
  const times = phaseTimes(state).filter((time) => Number.isFinite(time));
  return times.length > 0 ? Math.min(...times) : undefined;
}

function phaseTimes(state: RunState): readonly number[] {
  switch (state.phase) {
    case 'planned':
    case 'preflight':
    case 'concluded':
      return [];
    case 'baseline':
      return [state.phaseSinceMs + state.plan.timing.baselineMs];
    case 'recovering':
      return [(state.goneMs ?? state.phaseSinceMs) + state.plan.recovery.withinMs];
    case 'injecting':
    case 'holding':
    case 'undoing':
      return faultsOf(state).map(([planned, fault]) => faultTimeMs(state, planned, fault));
  }
}

function faultTimeMs(state: RunState, planned: PlannedFault, fault: FaultState): number {
  if (fault.status === 'waiting') return startMs(state, planned);
  if (fault.status === 'undoing') return (fault.undoStartedMs ?? 0) + undoPatienceMs;
  if (fault.status !== 'live' || fault.liveMs === undefined) return Number.POSITIVE_INFINITY;
  const endMs = fault.liveMs + planned.holdMs;
  if (!planned.ramp || fault.share >= 1) return endMs;
  const step = Math.round(fault.share * planned.ramp.steps);
  return Math.min(endMs, fault.liveMs + (step * planned.ramp.overMs) / (planned.ramp.steps - 1));
}
