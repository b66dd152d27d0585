// Every example is validated, planned and run against the demo shop, and ends as its expected.json says.
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Catalogue, compilePlan, type Plan, type RunState } from '#core';
import { findTargets, openDrivers, startRun } from '#engine';
import { faults } from '#faults';
import { memoryJournalStore } from '#journal';
import { helperProcesses, secretsFromEnvironment, systemClock } from '#platform';
import { probes } from '#probes';
import { loadDocuments } from '#spec';
import { drivers } from '#targets';
import { type Shop, startShop } from '../../apps/demo-shop/src/shop.ts';

const root = resolve('experiments');
const catalogue: Catalogue = { faults, probes, drivers };
const examples = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && readdirSync(join(root, entry.name)).includes('experiment.yaml'))
  .map((entry) => entry.name);

let shop: Shop;
let stateDir: string;
beforeAll(async () => {
  stateDir = mkdtempSync(join(tmpdir(), 'muster-examples-'));
  shop = await startShop({ stateDir: join(stateDir, 'shop'), ports: 'free' });
}, 60_000);
afterAll(async () => {
  await shop.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

function load(path: string, defaults = {}) {
  const file = join(root, path);
  const { documents, problems } = loadDocuments({
    file,
    text: readFileSync(file, 'utf8'),
    kinds: catalogue,
    overrides: shop.variables,
    defaults,
  });
  expect(problems).toEqual([]);
  return documents;
}

async function prepare(name: string) {
  const environment = load('environment.yaml').find((one) => one.kind === 'Environment');
  const services = load('services/checkout.yaml').filter((one) => one.kind === 'Service');
  const experiment = load(join(name, 'experiment.yaml'), environment?.value.spec.variables).find(
    (one) => one.kind === 'Experiment',
  );
  if (!environment || !experiment) throw new TypeError(`${name} is not complete`);
  const secrets = secretsFromEnvironment();
  const kinds = Object.values(experiment.value.spec.targets).map((target) => target.driver);
  const context = { secrets, stateDir, baseDir: root };
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

async function run(name: string): Promise<{ plan: Plan; state: RunState }> {
  const { plan, problems, refusals, drivers: opened, secrets } = await prepare(name);
  expect([problems, refusals]).toEqual([[], []]);
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
    helpers: helperProcesses({ stateDir, command }),
    secrets,
    clock: systemClock(),
    owner: { pid: process.pid, host: 'test' },
    musterVersion: 'test',
  }).finished;
  await Promise.all([...opened.values()].map((driver) => driver.close()));
  return { plan, state };
}

describe('example', () => {
  test('there are at least eight', () => {
    expect(examples.length).toBeGreaterThanOrEqual(8);
  });

  test.each(examples)(
    '%s ends as expected',
    async (name) => {
      const expected = JSON.parse(readFileSync(join(root, name, 'expected.json'), 'utf8')) as {
        verdict: string;
        cleanup: string;
        exitCode: number;
      };
      const { state } = await run(name);
      const told = {
        verdict: state.verdict,
        cleanup: state.cleanup,
        why: state.aborted?.message ?? state.judgements,
        recovered: state.recovered,
      };
      expect({ ...told, verdict: state.verdict, cleanup: state.cleanup }).toEqual({
        ...told,
        verdict: expected.verdict,
        cleanup: expected.cleanup,
      });
      expect(state.aborted !== undefined).toBe(expected.exitCode === 3);
      // The next example starts from a shop that is well again.
      expect(state.recovered).toBe(true);
    },
    60_000,
  );
});
