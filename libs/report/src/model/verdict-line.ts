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
  const left = count('left');
  if (left > 0) return `${left} of ${state.plan.faults.length} faults STILL IN PLACE.`;
  if (state.verdict === undefined) return '';
  const undone = count('undone');
  if (undone === 0) return 'Nothing was injected.';
  const faults = undone === 1 ? 'The fault was' : `All ${undone} faults were`;
  const after = metrics.abort?.decisionToUndoneMs;
  const when = after === undefined ? '' : ` ${formatDuration(Math.round(after))} after the decision to abort`;
  return `${faults} undone and read back as gone${when}.`;
}
