// What is known of a run from its journal: how far it came, and what it may have left in place.
import { type Cleanup, faultsOf, mayBeInPlace, type Phase, type RunState, replay, type Verdict } from '#core';
import type { Workspace } from '../workspace.ts';

export interface RunSummary {
  readonly run: string;
  readonly experiment: string;
  readonly title: string;
  readonly startedAtMs: number;
  readonly phase: Phase;
  readonly verdict: Verdict | undefined;
  readonly cleanup: Cleanup | undefined;
  /** The living process that owns it. */
  readonly owner: { readonly pid: number } | undefined;
  /** Faults that may be in place, in plain words. */
  readonly inPlace: readonly string[];
  /** Nobody owns it, and it has not been concluded clean. */
  readonly isLeft: boolean;
}

/** undefined: it ended before its plan was written, so that nothing can have been done. @throws MUS3004, MUS3002 */
export async function summarizeRun(workspace: Workspace, run: string): Promise<RunSummary | undefined> {
  const owner = await workspace.journals.owner(run);
  const records = await Array.fromAsync(workspace.journals.read(run));
  const state = replay(records);
  if (state === undefined) return undefined;
  const { plan, phase, verdict, cleanup } = state;
  return {
    run,
    experiment: plan.experiment,
    title: plan.title,
    startedAtMs: records[0]?.atMs ?? 0,
    phase,
    verdict,
    cleanup,
    owner,
    inPlace: faultsInPlace(state),
    isLeft: owner === undefined && !(phase === 'concluded' && cleanup === 'clean'),
  };
}

/** Oldest first. */
export async function listRuns(workspace: Workspace): Promise<readonly RunSummary[]> {
  const runs = await workspace.journals.list();
  const summaries: RunSummary[] = [];
  for (const run of runs) {
    const summary = await summarizeRun(workspace, run);
    if (summary !== undefined) summaries.push(summary);
  }
  return summaries;
}

/** "payments is slow on payments". */
export function faultsInPlace(state: RunState): readonly string[] {
  return faultsOf(state)
    .filter(([, fault]) => mayBeInPlace(fault) || fault.status === 'left')
    .map(([planned]) => `${planned.name} on ${planned.target.name}`);
}
