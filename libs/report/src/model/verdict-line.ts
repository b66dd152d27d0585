// The outcome of a run in one plain sentence, with the number that decided it.
import { faultsOf, mayBeInPlace, type RunState } from '#core';
import { formatDuration } from '#spec';
import type { RunLog } from './run.log.ts';
import type { Metrics, Result } from './run-report.ts';

export function resultOf(log: RunLog, metrics: Metrics, gaps: number): Result {
  const { state } = log;
  const verdict = state.verdict ?? 'unfinished';
  return {
    verdict,
    cleanup:
      state.cleanup ?? (faultsOf(state).some(([, fault]) => mayBeInPlace(fault)) ? 'unverified' : 'clean'),
    phase: state.phase,
    line: [first(log, verdict, gaps), ending(state, metrics)].filter(Boolean).join(' '),
    aborted: log.aborted,
  };
}

function first({ state, conclusion }: RunLog, verdict: Result['verdict'], gaps: number): string {
  const why = state.aborted?.message ?? conclusion ?? '';
  switch (verdict) {
    case 'pass':
      return gaps === 0
        ? 'The hypothesis held and no gap was found.'
        : 'The hypothesis held, but there is a gap.';
    case 'fail':
      return `The hypothesis did not hold: ${why}.`;
    case 'inconclusive':
      return `Nothing is proven either way: ${why}.`;
    case 'error':
      return `The experiment could not be carried out: ${why}.`;
    case 'unfinished':
      return `The run has not ended: its journal stops in the phase ${state.phase}.`;
  }
}

function ending(state: RunState, metrics: Metrics): string {
  const count = (status: string): number =>
    faultsOf(state).filter(([, fault]) => fault.status === status).length;
  const [left, undone] = [count('left'), count('undone')];
  if (left > 0) return leftLine(left, left + undone, state.cleanup);
  if (state.verdict === undefined) return '';
  if (undone === 0) return 'Nothing was injected.';
  const after = metrics.abort?.decisionToUndoneMs;
  const when = after === undefined ? '' : ` ${formatDuration(Math.round(after))} after the decision to abort`;
  return `${undone === 1 ? 'The fault was' : `All ${undone} faults were`} undone and read back as gone${when}.`;
}

function leftLine(left: number, injected: number, cleanup: RunState['cleanup']): string {
  const faults = injected === 1 ? 'The fault' : `${left} of ${injected} faults`;
  if (cleanup === 'unverified') return `${faults} COULD NOT BE READ BACK.`;
  return `${faults} ${left === 1 ? 'is' : 'are'} STILL IN PLACE.`;
}
