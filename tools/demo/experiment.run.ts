// One experiment of the game, by the same use cases as `muster run`.
import { MusterError, type RunState } from '#core';
import type { RunReport } from '#report';
import {
  loadProject,
  newRunName,
  planRun,
  reportRun,
  startExperiment,
  type Workspace,
  writeReport,
} from '#use-cases';
import type { Interrupts } from '../../apps/cli/src/run/interrupts.ts';
import type { GameView } from './game.view.ts';

export interface ExperimentRequest {
  readonly workspace: Workspace;
  /** Folder of the reports. */
  readonly reports: string;
  readonly view: GameView;
  readonly interrupts: Interrupts;
  /** `experiments/slow-payments` */
  readonly path: string;
  readonly variables: Readonly<Record<string, string | number>>;
  /** `2/4` */
  readonly count: string;
}

export interface Outcome {
  readonly path: string;
  readonly state: RunState;
  readonly report: RunReport;
  /** Of its report. */
  readonly folder: string;
  readonly page: string;
}

/** @throws MusterError MUS2005, MUS2001, MUS2010: it cannot start */
export async function runExperiment(request: ExperimentRequest): Promise<Outcome> {
  const { workspace, view, path, variables } = request;
  const { project, problems } = await loadProject({ path, variables });
  if (project === undefined)
    throw new MusterError('MUS2005', problems.map(({ message }) => message).join('\n'));
  const run = newRunName(workspace.clock.epochMs());
  const planned = await planRun(workspace, { project, run });
  if (planned.unreachable) throw planned.unreachable;
  const [refusal] = [...planned.problems, ...planned.refusals];
  if (refusal !== undefined) throw new MusterError('MUS2001', refusal.message);
  view.begin(`${request.count}  ${planned.plan.title}`, planned.plan.hypothesis);
  const handle = await startExperiment(workspace, {
    planned,
    observe: (record, state) => view.tell(record, state),
  });
  request.interrupts.attach(handle);
  const state = await handle.finished;
  if (state.recovered === true) await view.tellBuyersAgain();
  const report = await reportRun(workspace, { run });
  const written = await writeReport(request.reports, report);
  view.conclude({ run, state, gaps: report.gaps, page: written.page });
  return { path, state, report, ...written };
}
