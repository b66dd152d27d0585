// One experiment of the game, by the same use cases as `muster run`.
import { createHash } from 'node:crypto';
import { MusterError, type RunState } from '#core';
import { buildReport, type RunReport } from '#report';
import { loadProject, newRunName, planRun, startExperiment, type Workspace } from '#use-cases';
import type { Interrupts } from '../../apps/cli/src/run/interrupts.ts';
import type { GameView } from './game.view.ts';

export interface ExperimentRequest {
  readonly workspace: Workspace;
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
}

/** @throws MusterError MUS2005, MUS2001, MUS2010: it cannot start */
export async function runExperiment(request: ExperimentRequest): Promise<Outcome> {
  const { workspace, view, interrupts, path, variables, count } = request;
  const { project, problems } = await loadProject({ path, variables });
  if (project === undefined)
    throw new MusterError('MUS2005', problems.map(({ message }) => message).join('\n'));
  const run = newRunName(workspace.clock.epochMs());
  const planned = await planRun(workspace, { project, run });
  if (planned.unreachable) throw planned.unreachable;
  const [refusal] = [...planned.problems, ...planned.refusals];
  if (refusal !== undefined) throw new MusterError('MUS2001', refusal.message);
  view.begin(`${count}  ${planned.plan.title}`, planned.plan.hypothesis);
  const handle = await startExperiment(workspace, {
    planned,
    observe: (record, state) => view.tell(record, state),
  });
  interrupts.attach(handle);
  const state = await handle.finished;
  const report = await buildReport(workspace.journals.read(run), {
    command: `npx muster run ${path}`,
    recoverCommand: 'npx muster recover',
    hash: (text) => createHash('sha256').update(text).digest('hex'),
  });
  view.conclude(report);
  return { path, state, report };
}
