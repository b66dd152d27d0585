// Every fault is undone and read back as gone. What was left is the worst gap: the system is still broken on purpose.
import {
  type FaultState,
  type FaultStatus,
  faultsOf,
  type Plan,
  type PlannedFault,
  type PlannedGap,
} from '#core';
import { formatDuration } from '#spec';
import type { RunLog } from '../model/run.log.ts';
import { type Examined, notExamined, type Outcome } from './examined.ts';

export const cleanup = (log: RunLog): readonly Examined[] =>
  faultsOf(log.state).map(([planned, fault]) => {
    const { plan } = log.state;
    const expected = `undone and read back as gone within ${formatDuration(plan.timing.undoMs)}`;
    return {
      capability: 'cleanup',
      subject: planned.id,
      at: planned.at,
      gap: gapOf(plan, planned, fault),
      normalised: 'undone and read back as gone',
      expected,
      closedBy: 'recover',
      criterion: `${planned.id} is read back as gone`,
      ...outcome(log, planned, fault),
    };
  });

const gapOf = (plan: Plan, planned: PlannedFault, { unverified }: FaultState): PlannedGap => ({
  title: unverified
    ? `${planned.id}: may still be in place on ${planned.target.name}`
    : `${planned.id}: still in place on ${planned.target.name}`,
  severity: 'SEV1',
  owner: plan.owner,
  runbook: undefined,
  fix: planned.explainUndo === '' ? undefined : `By hand: ${planned.explainUndo}.`,
});

const untouched: ReadonlySet<FaultStatus> = new Set(['waiting', 'due', 'skipped']);

function outcome(log: RunLog, planned: PlannedFault, fault: FaultState): Outcome {
  const { ended, undone } = log.faults.get(planned.id) ?? {};
  const evidence = ended ? [ended] : [];
  if (fault.status === 'undone') return { outcome: 'held', observed: proof(undone), evidence };
  if (fault.status === 'left') return { outcome: 'failed', observed: leftAs(fault), evidence };
  return notExamined(
    untouched.has(fault.status)
      ? (fault.failure ?? 'it was not injected')
      : 'the journal ends before it was undone',
  );
}

const leftAs = ({ found = 'not told', unverified }: FaultState): string =>
  unverified ? `could not be read back: ${found}` : `still there: ${found}`;

function proof(event: { undoMs: number; verifyMs: number; attempts: number } | undefined): string {
  if (!event) return 'read back: gone';
  const times = event.attempts === 1 ? '' : ` at attempt ${event.attempts}`;
  return `undone in ${formatDuration(event.undoMs)}, read back and gone in ${formatDuration(event.verifyMs)}${times}`;
}
