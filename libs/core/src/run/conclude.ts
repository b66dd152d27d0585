// The end of a run: judge the time of harm and the recovery, and draw verdict and cleanup apart.
import { formatDuration } from '#spec';
import type { PlannedProbe } from '../plan/plan.ts';
import { worst } from '../verdict/judge.ts';
import { alertOutcomes, harmEndMs } from './alerts.ts';
import type { Now } from './commands.ts';
import type { AbortReason, Cleanup, RunEvent, Verdict } from './events.ts';
import { faultsOf, type RunState } from './state.ts';

export function concludeIfDone(state: RunState, now: Now): readonly RunEvent[] {
  if (state.takenOver || neverHarmed(state)) return conclusion(state);
  const judged = judgeHarm(state, now);
  if (judged.length > 0) return judged;
  if (state.recovered === undefined) return recovery(state, now);
  const alerts = alertOutcomes(state);
  return alerts.length > 0 ? alerts : conclusion(state);
}

const steadyState = (state: RunState, part: 'fault' | 'recovery'): readonly PlannedProbe[] =>
  state.plan.probes.filter((probe) => probe.role === 'steady-state' && probe.during.includes(part));

/** Nothing was injected: there is nothing to judge or to recover from. */
const neverHarmed = (state: RunState): boolean => state.firstLiveMs === undefined;

function judgeHarm(state: RunState, { nowMs, measurements }: Now): readonly RunEvent[] {
  if (state.plan.faults.length === 0 || state.judgements.some((one) => one.part === 'fault')) return [];
  const fromMs = state.firstLiveMs ?? state.phaseSinceMs;
  const toMs = harmEndMs(state) ?? nowMs;
  return steadyState(state, 'fault').map((probe) => ({
    type: 'probe.judged',
    probe: probe.name,
    part: 'fault',
    judgement: measurements.judge(probe.name, 'fault', fromMs, toMs),
  }));
}

function recovery(state: RunState, { nowMs, measurements }: Now): readonly RunEvent[] {
  const goneMs = state.goneMs ?? state.phaseSinceMs;
  const probes = steadyState(state, 'recovery');
  const since = probes.map((probe) => measurements.steadySinceMs(probe.name, goneMs));
  const steady = since.every((time) => time !== undefined);
  if (steady) {
    const afterMs = Math.max(0, ...since.map((time) => (time ?? goneMs) - goneMs));
    return afterMs <= state.plan.recovery.withinMs
      ? [{ type: 'run.recovered', afterMs }]
      : [lateRecovery(state, afterMs)];
  }
  if (nowMs - goneMs < state.plan.recovery.withinMs) return [];
  const waiting = probes.filter((_, index) => since[index] === undefined).map((probe) => probe.name);
  const limit = formatDuration(state.plan.recovery.withinMs);
  return [
    {
      type: 'run.not-recovered',
      message: `${waiting.join(', ')} not steady again within ${limit} after the faults were gone`,
    },
  ];
}

function lateRecovery(state: RunState, afterMs: number): RunEvent {
  const message = `recovered ${formatDuration(Math.round(afterMs))} after the faults were gone (limit ${formatDuration(state.plan.recovery.withinMs)})`;
  return { type: 'run.not-recovered', message };
}

function conclusion(state: RunState): readonly RunEvent[] {
  const cleanup = cleanupOf(state);
  const [verdict, message] = verdictOf(state);
  return [{ type: 'run.concluded', verdict, cleanup, message }];
}

function cleanupOf(state: RunState): Cleanup {
  const left = faultsOf(state).filter(([, fault]) => fault.status === 'left');
  if (left.length === 0) return 'clean';
  return left.every(([, fault]) => fault.unverified) ? 'unverified' : 'dirty';
}

const verdictOfAbort: Readonly<Record<AbortReason, Verdict>> = {
  'slo-burn': 'fail',
  budget: 'fail',
  'probe-failing': 'fail',
  'no-data': 'inconclusive',
  stalled: 'inconclusive',
  'clock-jumped': 'inconclusive',
  operator: 'inconclusive',
  deadline: 'error',
  'owner-lost': 'error',
  'inject-failed': 'error',
  baseline: 'inconclusive',
  preflight: 'error',
};

function verdictOf(state: RunState): readonly [Verdict, string] {
  if (state.aborted) return [verdictOfAbort[state.aborted.reason], state.aborted.message];
  const failed = state.judgements.find((one) => one.judgement.verdict === 'fail');
  if (failed) return ['fail', `${failed.probe}: ${failed.judgement.message}`];
  if (state.recovered === false) return ['fail', 'the system did not recover in time'];
  const missed = Object.entries(state.alerts).find(([, alert]) => alert === 'missed');
  if (missed) return ['fail', `${missed[0]} did not fire`];
  const verdict = worst(state.judgements.map((one) => one.judgement.verdict));
  const telling = state.judgements.find((one) => one.judgement.verdict === verdict);
  return verdict === 'pass'
    ? ['pass', 'the hypothesis held']
    : [verdict, `${telling?.probe ?? ''}: ${telling?.judgement.message ?? ''}`];
}
