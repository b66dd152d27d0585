// `muster recover`: each run that is left is undone, or it is said why not and what is still in place.
import { exitCodes, MusterError, messageOf } from '#core';
import { leftRuns, listRuns, type Recovery, recover, type RunSummary, type Workspace } from '#use-cases';
import type { Io } from '../io/io.ts';
import { openWorkspace } from '../workspace.ts';

export async function recoverAll(io: Io, stateDir: string, run: string | undefined): Promise<number> {
  const workspace = openWorkspace(stateDir);
  const runs = run === undefined ? await leftRuns(workspace) : [run];
  if (runs.length === 0) io.out.write(`${io.style('green', '✔ clean')}  no run is left\n`);
  let isClean = true;
  for (const one of runs) {
    const recovery = await attempt(workspace, one);
    io.out.write(`${linesOf(recovery, io).join('\n')}\n`);
    isClean &&= recovery.left.length === 0 && recovery.why === undefined;
  }
  return isClean ? exitCodes.pass : exitCodes.dirty;
}

/** One that fails must not keep the others from being undone; a name that leads nowhere is the caller's mistake. */
async function attempt(workspace: Workspace, run: string): Promise<Recovery> {
  try {
    return await recover(workspace, run);
  } catch (error) {
    if (error instanceof MusterError && ['MUS3001', 'MUS3004'].includes(error.code)) throw error;
    return { run, experiment: '', found: [], left: [], why: messageOf(error) };
  }
}

function linesOf({ run, experiment, found, left, why }: Recovery, { style }: Io): readonly string[] {
  const name = experiment === '' ? run : `${run}  ${experiment}`;
  if (left.length === 0 && why === undefined) {
    const what = found.length === 0 ? 'nothing was in place' : `${found.join(', ')}: undone, verified gone`;
    return [`${style('green', '✔ clean')}  ${name}  ${what}`];
  }
  return [
    `${style('red', '✖ not clean')}  ${name}  ${left.join(', ') || 'not recovered'}`,
    ...(why === undefined ? [] : [`  ${why}`]),
    `  Next: correct that, then: muster recover ${run}`,
  ];
}

export async function listAll(io: Io, stateDir: string): Promise<number> {
  const { runs, unreadable } = await listRuns(openWorkspace(stateDir));
  if (runs.length + unreadable.length === 0) io.out.write(`no runs in ${stateDir}\n`);
  for (const run of runs) io.out.write(`${listed(run, io)}\n`);
  for (const { run, why } of unreadable) io.out.write(`${run}  ${io.style('red', why)}\n`);
  if (unreadable.length > 0) return exitCodes.dirty;
  return runs.some(({ isLeft, inPlace }) => isLeft && inPlace.length > 0) ? exitCodes.dirty : exitCodes.pass;
}

function listed(run: RunSummary, { style }: Io): string {
  const time = new Date(run.startedAtMs).toISOString().replace(/\.\d+Z$/, 'Z');
  return `${run.run}  ${time}  ${run.experiment}  ${stateOf(run, style)}`;
}

function stateOf(
  { owner, isLeft, inPlace, phase, verdict, cleanup }: RunSummary,
  style: Io['style'],
): string {
  if (owner) return style('yellow', `running (process ${owner.pid}, ${phase})`);
  if (!isLeft) return `${verdict ?? ''}, clean`;
  const ended = cleanup ?? `ended while ${phase}`;
  return inPlace.length === 0
    ? `${ended}, nothing in place`
    : style('red', `${ended}: ${inPlace.join(', ')}`);
}
