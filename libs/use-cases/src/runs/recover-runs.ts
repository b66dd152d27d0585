// Undoes what runs left whose owner is gone, from their journals alone.
import { type Driver, MusterError, messageOf, type Plan, type RunState, replay } from '#core';
import { openDrivers, recoverRun } from '#engine';
import { catalogue } from '../catalogue.ts';
import { closeAll } from '../plan/plan-run.ts';
import { TargetClaims } from '../run/target-claims.ts';
import type { Workspace } from '../workspace.ts';
import { faultsInPlace, listRuns, type RunSummary, summarizeRun } from './run-summary.ts';

export interface Recovery {
  readonly run: string;
  readonly experiment: string;
  /** What may have been in place before. */
  readonly found: readonly string[];
  /** What may be in place now. */
  readonly left: readonly string[];
  /** Why it could not be recovered, or what was found instead of a clean target. */
  readonly why?: string;
}

/**
 * Names of the runs that are left, the newest first: what a later run found in place an earlier one may have put there.
 * Those that cannot be read count as left.
 */
export async function leftRuns(workspace: Workspace): Promise<readonly string[]> {
  const { runs, unreadable } = await listRuns(workspace);
  return [...unreadable, ...runs.filter(({ isLeft }) => isLeft).toReversed()].map(({ run }) => run);
}

/** A cheap look before a run starts: runs that harmed a target last, whose owner is gone, and that may have left it so. */
export async function leftInPlace(workspace: Workspace): Promise<readonly RunSummary[]> {
  const runs = await new TargetClaims(workspace).unreleased();
  const summaries = await Promise.all(runs.map((run) => summarizeRun(workspace, run).catch(() => undefined)));
  return summaries
    .filter((one) => one !== undefined)
    .filter(({ isLeft, inPlace }) => isLeft && inPlace.length > 0);
}

/** @throws MusterError MUS3001: it has a living owner; MUS3002, MUS3004 */
export async function recover(workspace: Workspace, run: string): Promise<Recovery> {
  const before = replay(await Array.fromAsync(workspace.journals.read(run)));
  if (before === undefined) return { run, experiment: '', found: [], left: [] };
  const found = faultsInPlace(before);
  const drivers = await openFor(workspace, before.plan);
  try {
    const state = await takeOver(workspace, run, drivers);
    if (state.cleanup === 'clean') await new TargetClaims(workspace).release(state.plan, run);
    return { run, experiment: state.plan.experiment, found, left: faultsInPlace(state), ...whyOf(state) };
  } finally {
    await closeAll(drivers);
  }
}

function openFor(
  { secrets, stateDir }: Workspace,
  { environment, faults }: Plan,
): Promise<Map<string, Driver>> {
  return openDrivers({
    catalogue,
    config: environment.drivers,
    kinds: faults.map(({ target }) => target.driver),
    context: { secrets, stateDir, baseDir: environment.baseDir },
  });
}

async function takeOver(
  workspace: Workspace,
  run: string,
  drivers: ReadonlyMap<string, Driver>,
): Promise<RunState> {
  const journal = await workspace.journals.takeOver(run);
  try {
    const records = workspace.journals.read(run);
    return await recoverRun({ ...workspace, catalogue, drivers, journal, records });
  } catch (error) {
    await journal.close().catch(() => undefined);
    throw error instanceof MusterError
      ? error
      : new MusterError('MUS4001', messageOf(error), { cause: error });
  }
}

function whyOf(state: RunState): { why?: string } {
  const left = Object.entries(state.faults).filter(([, fault]) => fault.status === 'left');
  return left.length === 0 ? {} : { why: left.map(([id, fault]) => `${id}: ${fault.found}`).join('; ') };
}
