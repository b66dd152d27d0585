// `muster abort`: the operator's abort from another process.
import { exitCodes, MusterError } from '#core';
import { abortRun, livingRuns, type RunSummary, type Workspace } from '#use-cases';
import type { Io } from '../io/io.ts';
import { openWorkspace } from '../workspace.ts';

/** Longer than undo and recovery usually take; the owner goes on in any case. */
const withinMs = 120_000;

export async function abort(io: Io, stateDir: string, wanted: string | undefined): Promise<number> {
  const workspace = openWorkspace(stateDir);
  const run = wanted ?? (await onlyLiving(workspace));
  let isSignalled = false;
  const onSignalled = (pid: number): void => {
    isSignalled = true;
    io.out.write(`${io.style('yellow', '●')} aborting    run ${run} (process ${pid})\n`);
  };
  const summary = await abortRun(workspace, { run, withinMs, onSignalled });
  io.out.write(`${outcome(run, summary, isSignalled)}\n`);
  return summary?.isLeft && summary.inPlace.length > 0 ? exitCodes.dirty : exitCodes.pass;
}

async function onlyLiving(workspace: Workspace): Promise<string> {
  const [only, ...others] = await livingRuns(workspace);
  if (only !== undefined && others.length === 0) return only.run;
  if (only === undefined) throw new MusterError('MUS3004', `no run goes on in ${workspace.stateDir}`);
  const names = [only, ...others].map(({ run, experiment }) => `${run} (${experiment})`).join(', ');
  throw new MusterError('MUS2006', `${others.length + 1} runs go on: ${names}`, {
    next: 'Name one of them.',
  });
}

function outcome(run: string, summary: RunSummary | undefined, isSignalled: boolean): string {
  if (summary === undefined) return `✔ over        run ${run} ended before it did anything`;
  const { inPlace, isLeft, verdict, phase } = summary;
  if (isLeft && inPlace.length > 0) {
    return `✖ not clean   ${inPlace.join(', ')} may still be in place\n  Next: muster recover ${run}`;
  }
  const when = isSignalled ? 'every fault is verified gone' : 'it was over before; nothing is in place';
  return `✔ over        run ${run} (${verdict ?? phase}): ${when}`;
}
