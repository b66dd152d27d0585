// Starts a planned run: its journal, its claims on the targets, its loop.
import { MusterError, type RunState } from '#core';
import { type EnginePorts, type RunHandle, startRun } from '#engine';
import { catalogue } from '../catalogue.ts';
import type { PlannedRun } from '../plan/plan-run.ts';
import type { Workspace } from '../workspace.ts';
import { TargetClaims } from './target-claims.ts';

export interface StartRequest {
  readonly planned: PlannedRun;
  readonly observe?: EnginePorts['observe'];
}

/**
 * Its drivers are closed when it has finished.
 * @throws MusterError MUS2004: another run harms a target; MUS3001: there is a run of this name
 */
export async function startExperiment(
  workspace: Workspace,
  { planned, observe }: StartRequest,
): Promise<RunHandle> {
  const { plan, run, drivers, problems, refusals } = planned;
  if (problems.length + refusals.length > 0 || planned.unreachable) {
    throw new MusterError('MUS9001', `run ${run} was to start though its plan was refused`);
  }
  const claims = new TargetClaims(workspace);
  await claims.refuseHeld(plan, run);
  const journal = await workspace.journals.create(run);
  try {
    await claims.take(plan, run);
  } catch (error) {
    await journal.close();
    throw error;
  }
  const ports = { ...workspace, catalogue, drivers, ...(observe && { observe }) };
  const handle = startRun({ ...ports, plan, journal });
  const finished = settle(handle.finished, planned, claims);
  return { ...handle, finished };
}

async function settle(
  running: Promise<RunState>,
  planned: PlannedRun,
  claims: TargetClaims,
): Promise<RunState> {
  try {
    const state = await running;
    if (state.cleanup === 'clean') await claims.release(planned.plan, planned.run);
    return state;
  } finally {
    await planned.close();
  }
}
