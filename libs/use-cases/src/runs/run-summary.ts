// What is known of a run from its journal: how far it came, and what it may have left in place.
import {
  type Cleanup,
  faultsOf,
  mayBeInPlace,
  messageOf,
  type Phase,
  type RunState,
  replay,
  type Verdict,
} from '#core';
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

export interface UnreadableRun {
  readonly run: string;
  readonly why: string;
}

export interface RunList {
  readonly runs: readonly RunSummary[];
  readonly unreadable: readonly UnreadableRun[];
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

/** Oldest first. Fails for none: a run that cannot be read is told under `unreadable`. */
export async function listRuns(workspace: Workspace): Promise<RunList> {
  const runs: RunSummary[] = [];
  const unreadable: UnreadableRun[] = [];
  for (const run of await workspace.journals.list()) {
    try {
      const summary = await summarizeRun(workspace, run);
      if (summary !== undefined) runs.push(summary);
    } catch (error) {
      unreadable.push({ run, why: messageOf(error) });
    }
  }
  return { runs, unreadable };
}

/** "payments is slow on payments". */
export function faultsInPlace(state: RunState): readonly string[] {
  return faultsOf(state)
    .filter(([, fault]) => mayBeInPlace(fault) || fault.status === 'left')
    .map(([planned]) => `${planned.name} on ${planned.target.name}`);
}
