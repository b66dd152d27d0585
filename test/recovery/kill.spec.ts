// kill -9 of `muster run`, at every event and at random instants: after `muster recover` nothing is broken, and where a
// fault ends by itself nothing is broken soon even if nobody recovers. Reality is asked, never the journal.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { type RunningPostgres, startPostgres } from '#postgres';
import { startFaultProxyServer } from '#proxy';
import { until } from '#testkit';
import { eventsIn, muster, type Started, startMuster } from '../cli/muster.spec-support.ts';
import { type Lane, openLane, type Reality, type Shared, whole } from './lane.spec-support.ts';

const LANES = 4;
const RANDOM_KILLS = 50;
/** Holds of 250 ms end by themselves 2 s later; the rest is for a busy machine. */
const WITHIN_LIMIT_MS = 20_000;

let folder: string;
let postgres: RunningPostgres;
let shared: Shared;
let runs = 0;
const lanes: Lane[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'muster-kill-'));
  const settings = { max_connections: '60', fsync: 'off', autovacuum: 'off' };
  // Started by root, the server runs as another user, who must get in.
  await chmod(folder, 0o755);
  postgres = await startPostgres({ dataDir: path.join(folder, 'data'), port: 0, settings });
  const admin = new Client({ connectionString: postgres.connectionString });
  await admin.connect();
  shared = { proxy: await startFaultProxyServer({ port: 0 }), databaseUrl: postgres.connectionString, admin };
}, 60_000);

afterAll(async () => {
  await Promise.all(lanes.map((lane) => lane.close()));
  await shared.proxy.close();
  await shared.admin.end();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Killed {
  readonly run: string;
  readonly before: Reality;
  readonly lane: Lane;
}

async function open(run: string): Promise<Lane> {
  const lane = await openLane(run, runs % 2 === 0 ? 'network-latency' : 'network-down', shared);
  lanes.push(lane);
  return lane;
}

/** Starts a run on a system of its own and kills it when `instant` says so. */
async function kill(instant: (started: Started) => Promise<void>): Promise<Killed> {
  runs += 1;
  const run = `kill${runs}`;
  const lane = await open(run);
  const started = startMuster(runArgs(run), { cwd: lane.folder, env: lane.env });
  await Promise.race([instant(started), started.ended]);
  started.process.kill('SIGKILL');
  const before = await lane.reality(run);
  await started.ended;
  return { run, before, lane };
}

const runArgs = (run: string): string[] => ['run', '.', '--json', '--no-report', '--run-id', run];

const isBroken = (reality: Reality): boolean => JSON.stringify(reality) !== JSON.stringify(whole);

/** Recovers and looks; true: the kill had left something in place. */
async function killAndRecover(instant: (started: Started) => Promise<void>): Promise<boolean> {
  const { run, before, lane } = await kill(instant);
  const recovery = await muster(['recover'], { cwd: lane.folder, env: lane.env });
  const after = await lane.reality(run);
  expect({ ...recovery, after }).toMatchObject({ code: 0, after: whole });
  return isBroken(before);
}

/** So many at once. */
async function inLanes<T>(works: readonly (() => Promise<T>)[]): Promise<T[]> {
  const waiting = [...works];
  const done: T[] = [];
  const lane = async (): Promise<void> => {
    for (let work = waiting.shift(); work !== undefined; work = waiting.shift()) done.push(await work());
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return done;
}

/** Measurements are left out: they change nothing, and how many there are depends on the machine. */
const steps = (stdout: string): number =>
  eventsIn(stdout.slice(0, stdout.lastIndexOf('\n') + 1)).filter(({ type }) => !type.startsWith('probe.m'))
    .length;

const atStep = (step: number) => (started: Started) =>
  until(() => steps(started.stdout()) >= step, `event ${step} of ${started.stdout()}`);

async function uninterrupted(): Promise<{ steps: number; tookMs: number }> {
  runs += 1;
  const name = `whole${runs}`;
  const lane = await open(name);
  const startedMs = performance.now();
  const run = await muster(runArgs(name), { cwd: lane.folder, env: lane.env });
  const tookMs = performance.now() - startedMs;
  expect({ ...run, reality: await lane.reality(name) }).toMatchObject({ code: 0, reality: whole });
  return { steps: steps(run.stdout), tookMs };
}

describe('kill -9 of a run', () => {
  test('at every event: recover leaves nothing in place', async () => {
    const { steps: count } = await uninterrupted();
    expect(count).toBeGreaterThan(20);
    const kills = Array.from({ length: count }, (_, index) => () => killAndRecover(atStep(index + 1)));
    const broken = await inLanes(kills);
    // Otherwise nothing was proven.
    expect(broken.filter(Boolean).length).toBeGreaterThanOrEqual(5);
  }, 240_000);

  test(`at ${RANDOM_KILLS} random instants: recover leaves nothing in place`, async () => {
    const { tookMs } = await uninterrupted();
    const kills = Array.from({ length: RANDOM_KILLS }, () => () => {
      return killAndRecover(() => delay(Math.random() * tookMs));
    });
    await inLanes(kills);
  }, 240_000);

  test('without recover: toxics and helpers are gone within their limit', async () => {
    const kills = Array.from({ length: LANES }, () => async () => {
      const allInjected = (started: Started) =>
        until(
          () => eventsIn(started.stdout()).filter(({ type }) => type === 'fault.injected').length === 3,
          'harm',
        );
      const { run, before, lane } = await kill(allInjected);
      const giveUpMs = performance.now() + WITHIN_LIMIT_MS;
      let after = before;
      while (isBroken(after) && performance.now() < giveUpMs) {
        await delay(20);
        after = await lane.reality(run);
      }
      expect(after).toEqual(whole);
      return isBroken(before);
    });
    expect(await inLanes(kills)).toContain(true);
  }, 120_000);
});
