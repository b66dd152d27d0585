// The operator's abort from another process: the owner is told by a signal, and waited for until it let go of the run.
import { setTimeout as delay } from 'node:timers/promises';
import { MusterError } from '#core';
import { formatDuration } from '#spec';
import type { Workspace } from '../workspace.ts';
import { listRuns, type RunSummary, summarizeRun } from './run-summary.ts';

const pollMs = 20;

export interface AbortRequest {
  readonly run: string;
  readonly withinMs: number;
  /** Told when the owner has been told. */
  readonly onSignalled?: (pid: number) => void;
}

export async function livingRuns(workspace: Workspace): Promise<readonly RunSummary[]> {
  const { runs } = await listRuns(workspace);
  return runs.filter(({ owner }) => owner !== undefined);
}

/**
 * The run as it is after the abort; one that nobody owns is returned as it is.
 * @throws MusterError MUS3004: no such run; MUS2012: the owner does not let go
 */
export async function abortRun(
  workspace: Workspace,
  { run, withinMs, onSignalled }: AbortRequest,
): Promise<RunSummary | undefined> {
  const owner = await workspace.journals.owner(run);
  if (owner !== undefined) {
    process.kill(owner.pid, 'SIGTERM');
    onSignalled?.(owner.pid);
    await letGo(workspace, { run, withinMs, pid: owner.pid });
  }
  return summarizeRun(workspace, run);
}

async function letGo(
  workspace: Workspace,
  wait: { run: string; withinMs: number; pid: number },
): Promise<void> {
  const untilMs = workspace.clock.nowMs() + wait.withinMs;
  while ((await workspace.journals.owner(wait.run)) !== undefined) {
    if (workspace.clock.nowMs() >= untilMs) {
      const message = `process ${wait.pid} still holds run ${wait.run} after ${formatDuration(wait.withinMs)}`;
      const next = 'It goes on undoing; a second abort makes it hurry.';
      throw new MusterError('MUS2012', message, { next });
    }
    await delay(pollMs);
  }
}
