// `muster run`: from the files to the exit code.
import { exitCodes, type RunState } from '#core';
import {
  leftInPlace,
  loadProject,
  newRunName,
  type PlannedRun,
  planRun,
  startExperiment,
  type Workspace,
} from '#use-cases';
import type { Io } from '../io/io.ts';
import { readVariables } from '../io/variables.ts';
import { openWorkspace } from '../workspace.ts';
import { exitCodeOf } from './exit-code.ts';
import { Interrupts } from './interrupts.ts';
import { JsonView } from './json-view.ts';
import type { RunOptions } from './run-options.ts';
import type { RunView } from './run-view.ts';
import { TextView } from './text-view.ts';

export async function run(io: Io, path: string, options: RunOptions): Promise<number> {
  const workspace = openWorkspace(options.stateDir);
  const view = options.json ? new JsonView(io) : new TextView(io, workspace.clock);
  const exitCode = await attempt(view, () => plan({ io, workspace, view, options }, path));
  view.ended(exitCode);
  return exitCode;
}

async function attempt(view: RunView, act: () => Promise<number>): Promise<number> {
  try {
    return await act();
  } catch (error) {
    return view.failed(error);
  }
}

interface Session {
  readonly io: Io;
  readonly workspace: Workspace;
  readonly view: RunView;
  readonly options: RunOptions;
}

async function plan(session: Session, path: string): Promise<number> {
  const { workspace, view, options } = session;
  const variables = readVariables(options.var);
  const { project, problems } = await loadProject({ path, environment: options.environment, variables });
  if (project === undefined) {
    view.refused(problems, []);
    return exitCodes.usage;
  }
  const name = options.runId ?? newRunName(workspace.clock.epochMs());
  const planned = await planRun(workspace, { project, run: name, confirmed: options.confirm });
  if (planned.unreachable) throw planned.unreachable;
  if (planned.problems.length + planned.refusals.length === 0) return execute(session, planned);
  view.refused(planned.problems, planned.refusals);
  await planned.close();
  return exitCodes.usage;
}

async function execute({ io, workspace, view }: Session, planned: PlannedRun): Promise<number> {
  view.foundLeft(await leftInPlace(workspace));
  const interrupts = new Interrupts(view);
  io.out.onClosed = () => interrupts.interrupt('nobody reads the output any more');
  view.starting(planned);
  const handle = await startExperiment(workspace, {
    planned,
    observe: (record, state) => view.told(record, state),
  });
  interrupts.attach(handle);
  const state = await handle.finished;
  const exitCode = exitCodeAfter(state, interrupts);
  view.concluded({ run: planned.run, state, exitCode });
  if (interrupts.defect !== undefined) view.failed(interrupts.defect);
  return exitCode;
}

function exitCodeAfter(state: RunState, { defect, reason }: Interrupts): number {
  if (defect !== undefined) return exitCodes.dirty;
  const exitCode = exitCodeOf({ state, gaps: 0 });
  return reason !== undefined && exitCode !== exitCodes.dirty ? exitCodes.interrupted : exitCode;
}
