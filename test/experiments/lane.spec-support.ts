// One shop, and examples that are run against it one after the other, as `muster run` would.
import { availableParallelism, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import type { RunState } from '#core';
import type { RunReport } from '#report';
import {
  loadProject,
  newRunName,
  openLocalWorkspace,
  planRun,
  reportRun,
  startExperiment,
  type Workspace,
} from '#use-cases';
import { type Shop, type ShopSettings, startShop } from '../../apps/demo-shop/src/shop.ts';

export const root = resolve('experiments');

export interface Lane {
  readonly shop: Shop;
  readonly workspace: Workspace;
}

export interface Ran {
  readonly state: RunState;
  readonly report: RunReport;
}

export async function openLane(folder: string, settings: Partial<ShopSettings> = {}): Promise<Lane> {
  const shop = await startShop({ stateDir: join(folder, 'shop'), ports: 'free', ...settings });
  const helper = resolve('libs/testkit/src/helper-main.ts');
  const workspace = openLocalWorkspace({
    stateDir: join(folder, 'muster'),
    helperCommand: [process.execPath, '--conditions=muster-source', '--no-warnings', helper],
    musterVersion: 'test',
  });
  return { shop, workspace };
}

const MOST_ATTEMPTS = 3;

/**
 * A run that proves nothing (too few measurements) is repeated; on an overloaded machine, where latencies tell of the
 * machine alone, one that ended in another way than it should as well.
 */
export async function runExample(lane: Lane, name: string, verdict: string): Promise<Ran> {
  for (let attempt = 1; ; attempt += 1) {
    const ran = await runOnce(lane, name);
    const isTold = ran.state.verdict !== 'inconclusive' && !isOverloaded();
    if (ran.state.verdict === verdict || isTold || attempt === MOST_ATTEMPTS) return ran;
  }
}

const isOverloaded = (): boolean => (loadavg()[0] ?? 0) > 2 * availableParallelism();

async function runOnce({ shop, workspace }: Lane, name: string): Promise<Ran> {
  const { project, problems } = await loadProject({ path: join(root, name), variables: shop.variables });
  if (project === undefined) throw new TypeError(JSON.stringify(problems));
  const run = newRunName(workspace.clock.epochMs());
  const planned = await planRun(workspace, { project, run });
  const refused = [...planned.problems, ...planned.refusals];
  if (refused.length > 0) throw new TypeError(JSON.stringify(refused));
  const { finished } = await startExperiment(workspace, { planned });
  const state = await finished;
  const report = await reportRun(workspace, { run });
  return { state, report };
}
