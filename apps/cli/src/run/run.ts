// `muster run`: from the files to the exit code.
import { exitCodes, type RunState } from '#core';
import {
  dryRun,
  leftInPlace,
  loadProject,
  newRunName,
  type PlannedRun,
  planRun,
  preloadReports,
  reportRun,
  startExperiment,
  type Workspace,
  writeJunit,
  writeReport,
} from '#use-cases';
import type { Io } from '../io/io.ts';
import { readVariables } from '../io/variables.ts';
import { openWorkspace } from '../workspace.ts';
import { exitCodeOf, exitCodeOfRehearsal } from './exit-code.ts';
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
  // A dry run harms nothing: production needs no confirmation.
  const confirmed = options.dryRun ? project.environment.value.metadata.name : options.confirm;
  const planned = await planRun(workspace, { project, run: name, confirmed });
  if (planned.unreachable) throw planned.unreachable;
  if (planned.problems.length + planned.refusals.length === 0) {
    return options.dryRun ? rehearseIt(session, planned) : execute(session, planned);
  }
  view.refused(planned.problems, planned.refusals);
  await planned.close();
  return exitCodes.usage;
}

async function execute(session: Session, planned: PlannedRun): Promise<number> {
  const { io, workspace, view } = session;
  view.foundLeft(await leftInPlace(workspace));
  const interrupts = new Interrupts(view);
  io.out.onClosed = () => interrupts.interrupt('nobody reads the output any more');
  view.starting(planned);
  const handle = await startExperiment(workspace, {
    planned,
    observe: (record, state) =>
      interrupts.guard(() => {
        view.told(record, state);
        if (record.event.type === 'phase.entered' && record.event.phase === 'recovering') preloadReports();
      }),
  });
  interrupts.attach(handle);
  const state = await handle.finished;
  const gaps = await conclude(session, planned.run, state);
  if (interrupts.defect !== undefined) return view.failed(interrupts.defect);
  const exitCode = exitCodeOf({ state, gaps });
  return interrupts.reason !== undefined && exitCode !== exitCodes.dirty ? exitCodes.interrupted : exitCode;
}

/** The number of gaps. A report that cannot be made is told; it changes nothing of what happened. */
async function conclude(session: Session, run: string, state: RunState): Promise<number> {
  const { view } = session;
  const { report, page } = await makeReport(session, run).catch((error: unknown) => {
    view.failed(error);
    return { report: undefined, page: undefined };
  });
  view.concluded({ run, state, gaps: report?.gaps ?? [], page });
  return report?.gaps.length ?? 0;
}

async function makeReport({ workspace, view, options }: Session, run: string) {
  const report = await reportRun(workspace, { run, options: typedOptions(options) });
  let page: string | undefined;
  try {
    if (options.report !== false) ({ page } = await writeReport(options.report, report));
    if (options.junit !== undefined) await writeJunit(options.junit, report);
  } catch (error) {
    view.failed(error);
  }
  return { report, page };
}

/** What belongs to the experiment, for the command that runs it again. */
function typedOptions({ environment, var: variables, confirm }: RunOptions): readonly string[] {
  return [
    ...(environment === undefined ? [] : ['--environment', environment]),
    ...Object.entries(variables).flatMap(([name, value]) => ['--var', `${name}=${value}`]),
    ...(confirm === undefined ? [] : ['--confirm', confirm]),
  ].map(quoted);
}

/** As a shell reads it back. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

async function rehearseIt({ workspace, view }: Session, planned: PlannedRun): Promise<number> {
  const rehearsal = await dryRun(workspace, planned);
  view.rehearsed(planned, rehearsal);
  return exitCodeOfRehearsal(rehearsal);
}
