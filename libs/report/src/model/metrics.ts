// How fast harm was seen, stopped, taken away and overcome. Everything counts from t0: the first fault was in place.
import { faultsOf } from '#core';
import type { RunLog } from './run.log.ts';
import type { Detection, Metrics, Recovery, Times } from './run-report.ts';

export function timesOf(log: RunLog): Times {
  const { state, startedMs, endedMs } = log;
  const undos = faultsOf(state).flatMap(([, fault]) => fault.undoStartedMs ?? []);
  return {
    startedAt: new Date(startedMs).toISOString(),
    startedMs,
    endedMs,
    t0Ms: state.firstLiveMs,
    harmEndMs: undos.length > 0 ? Math.max(...undos) : undefined,
    goneMs: state.goneMs,
  };
}

export function metricsOf(log: RunLog, times: Times): Metrics {
  const failure = firstFailure(log);
  const isGone = everythingIsGone(log);
  return {
    detection: detectionOf(log, times),
    firstFailureMs: failure && times.t0Ms !== undefined ? failure.atMs - times.t0Ms : undefined,
    abort: abortOf(log, isGone ? times.goneMs : undefined),
    slowestUndoMs: isGone ? slowestUndoMs(log) : undefined,
    recovery: recoveryOf(log),
  };
}

/** Something was injected, and all of it was read back as gone. */
function everythingIsGone({ state }: RunLog): boolean {
  const all = faultsOf(state).map(([, fault]) => fault.status);
  return all.includes('undone') && all.every((status) => status === 'undone' || status === 'skipped');
}

function slowestUndoMs({ state }: RunLog): number {
  const undos = faultsOf(state).flatMap(([, { undoStartedMs, endedMs }]) =>
    undoStartedMs === undefined || endedMs === undefined ? [] : [endedMs - undoStartedMs],
  );
  return Math.max(...undos);
}

interface Failure {
  readonly probe: string;
  readonly atMs: number;
}

/** Of what the hypothesis says: a probe that may fail while the fault lasts detects nothing. */
function firstFailure(log: RunLog): Failure | undefined {
  const failures = [...log.probes.values()].flatMap((probe): readonly Failure[] => {
    const { name, role, during } = probe.planned;
    const isJudged = role === 'steady-state' && during.includes('fault');
    const first = isJudged ? probe.firstFailureOf('fault') : undefined;
    return first ? [{ probe: name, atMs: first.atMs }] : [];
  });
  return failures.sort((a, b) => a.atMs - b.atMs)[0];
}

function detectionOf(log: RunLog, { t0Ms, harmEndMs, endedMs }: Times): Detection {
  if (t0Ms === undefined) return { outcome: 'not-examined', why: 'nothing was injected' };
  return log.state.plan.alerts.length > 0 ? byAlert(log, (harmEndMs ?? endedMs) - t0Ms) : byMuster(log, t0Ms);
}

/** Where alerts are expected, only an alert detects: that Muster saw it says nothing of the people on call. */
function byAlert(log: RunLog, harmMs: number): Detection {
  const fired = log.state.plan.alerts
    .flatMap(({ name }) => {
      const afterMs = log.alerts.get(name)?.afterMs;
      return afterMs === undefined ? [] : [{ by: name, afterMs }];
    })
    .sort((a, b) => a.afterMs - b.afterMs)[0];
  if (fired) return { outcome: 'detected', how: 'alert', ...fired };
  return { outcome: 'not-detected', censoredMs: harmMs };
}

function byMuster(log: RunLog, t0Ms: number): Detection {
  const failure = firstFailure(log);
  if (failure) return { outcome: 'detected', how: 'probe', by: failure.probe, afterMs: failure.atMs - t0Ms };
  const { aborted } = log;
  const guard = log.state.plan.guards.find((one) => one.name === aborted?.guard);
  return aborted && guard
    ? { outcome: 'detected', how: 'guard', by: guard.name, afterMs: aborted.atMs - t0Ms }
    : { outcome: 'not-examined', why: 'no alert is expected, and the steady state held' };
}

function abortOf(log: RunLog, goneMs: number | undefined): Metrics['abort'] {
  const { aborted } = log;
  if (!aborted) return undefined;
  const guard = log.state.plan.guards.find((one) => one.name === aborted.guard);
  const breach = guard && log.probes.get(guard.probe)?.firstFailureOf('fault');
  return {
    breachToDecisionMs: breach ? Math.max(0, aborted.atMs - breach.atMs) : undefined,
    decisionToUndoneMs: goneMs === undefined ? undefined : Math.max(0, goneMs - aborted.atMs),
  };
}

function recoveryOf({ recovery, state }: RunLog): Recovery {
  const limitMs = state.plan.recovery.withinMs;
  const isLeft = faultsOf(state).some(([, fault]) => fault.status === 'left');
  if (!recovery || isLeft) return { outcome: 'not-examined', limitMs };
  return recovery.afterMs === undefined
    ? { outcome: 'not-recovered', message: recovery.message ?? '', limitMs }
    : { outcome: 'recovered', afterMs: recovery.afterMs, limitMs };
}
