// One shop, and examples that are run against it one after the other.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Catalogue, compilePlan, type RunState } from '#core';
import { findTargets, openDrivers, startRun } from '#engine';
import { faults } from '#faults';
import { memoryJournalStore } from '#journal';
import { helperProcesses, secretsFromEnvironment, systemClock } from '#platform';
import { probes } from '#probes';
import { loadDocuments } from '#spec';
import { drivers } from '#targets';
import { type Shop, type ShopSettings, startShop } from '../../apps/demo-shop/src/shop.ts';

export const root = resolve('experiments');
const catalogue: Catalogue = { faults, probes, drivers };

export interface Lane {
  readonly shop: Shop;
  readonly stateDir: string;
}

export async function openLane(stateDir: string, settings: Partial<ShopSettings> = {}): Promise<Lane> {
  const shop = await startShop({ stateDir: join(stateDir, 'shop'), ports: 'free', ...settings });
  return { shop, stateDir };
}

function load({ shop }: Lane, path: string, defaults = {}) {
  const file = join(root, path);
  const { documents, problems } = loadDocuments({
    file,
    text: readFileSync(file, 'utf8'),
    kinds: catalogue,
    overrides: shop.variables,
    defaults,
  });
  if (problems.length > 0) throw new TypeError(JSON.stringify(problems));
  return documents;
}

async function prepare(lane: Lane, name: string) {
  const environment = load(lane, 'environment.yaml').find((one) => one.kind === 'Environment');
  const services = load(lane, 'services/shop.yaml').filter((one) => one.kind === 'Service');
  const experiment = load(lane, join(name, 'experiment.yaml'), environment?.value.spec.variables).find(
    (one) => one.kind === 'Experiment',
  );
  if (!environment || !experiment) throw new TypeError(`${name} is not complete`);
  const secrets = secretsFromEnvironment();
  const kinds = Object.values(experiment.value.spec.targets).map((target) => target.driver);
  const context = { secrets, stateDir: lane.stateDir, baseDir: root };
  const opened = await openDrivers({ catalogue, config: environment.value.spec.drivers, kinds, context });
  const found = await findTargets({
    experiment: experiment.value,
    drivers: opened,
    signal: AbortSignal.timeout(5000),
  });
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
  const compiled = compilePlan({
    experiment,
    environment,
    services,
    catalogue,
    found,
    baseDir: root,
    run: `t-${name}`,
    hash,
  });
  return { ...compiled, drivers: opened, secrets };
}

export async function runExample(lane: Lane, name: string): Promise<RunState> {
  const { plan, problems, refusals, drivers: opened, secrets } = await prepare(lane, name);
  if (problems.length + refusals.length > 0) throw new TypeError(JSON.stringify([problems, refusals]));
  const command = [
    process.execPath,
    '--conditions=muster-source',
    resolve('libs/testkit/src/helper-main.ts'),
  ];
  const state = await startRun({
    plan,
    journal: await memoryJournalStore().create(name),
    catalogue,
    drivers: opened,
    helpers: helperProcesses({ stateDir: lane.stateDir, command }),
    secrets,
    clock: systemClock(),
    owner: { pid: process.pid, host: 'test' },
    musterVersion: 'test',
  }).finished;
  await Promise.all([...opened.values()].map((driver) => driver.close()));
  return state;
}
