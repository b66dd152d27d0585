// What was injected, when, and the proof that it is gone.
import { type FaultState, faultsOf, type PlannedFault } from '#core';
import { formatDuration } from '#spec';
import type { FaultLog, RunLog } from './run.log.ts';
import type { FaultReport } from './run-report.ts';

export const faultReports = (log: RunLog): readonly FaultReport[] =>
  faultsOf(log.state).map(([planned, fault]) =>
    faultReport(planned, fault, log.faults.get(planned.id) ?? {}),
  );

function faultReport(planned: PlannedFault, fault: FaultState, seen: FaultLog): FaultReport {
  const outcome = outcomeOf(fault);
  return {
    id: planned.id,
    kind: planned.kind,
    target: { driver: planned.target.driver, name: planned.target.name },
    explain: planned.explain,
    explainUndo: planned.explainUndo,
    at: planned.at,
    holdMs: planned.holdMs,
    endsByItself: seen.endsByItself,
    armedMs: fault.armedMs,
    liveMs: fault.liveMs,
    undoStartedMs: fault.undoStartedMs,
    endedMs: fault.endedMs,
    injectMs: seen.injectMs,
    undoMs: seen.undone?.undoMs,
    verifyMs: seen.undone?.verifyMs,
    attempts: seen.undone?.attempts,
    outcome,
    proof: proofOf(outcome, fault, seen),
  };
}

function outcomeOf({ status }: FaultState): FaultReport['outcome'] {
  switch (status) {
    case 'undone':
    case 'left':
      return status;
    case 'armed':
    case 'live':
    case 'undoing':
      return 'in-place';
    case 'waiting':
    case 'due':
    case 'skipped':
      return 'not-injected';
  }
}

function proofOf(outcome: FaultReport['outcome'], fault: FaultState, { undone }: FaultLog): string {
  switch (outcome) {
    case 'undone':
      if (!undone) return 'read back: gone';
      return `read back: gone (undo ${formatDuration(undone.undoMs)}, read back ${formatDuration(undone.verifyMs)}, ${undone.attempts === 1 ? 'first attempt' : `${undone.attempts} attempts`})`;
    case 'left':
      return `${fault.unverified ? 'could not be read back' : 'still in place'}: ${fault.found ?? 'not told'}`;
    case 'in-place':
      return 'may be in place: the journal ends before it was undone';
    case 'not-injected':
      return fault.failure ?? 'its time did not come';
  }
}
