// A database that restarts, or whose answers are lost: runs go on, and nothing is stored twice or left out.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import type { RunEvent, RunJournal } from '#core';
import { recoverRun, startRun } from '#engine';
import { type RunningPostgres, startPostgres } from '#postgres';
import { startFaultProxyServer, toxicDefinitions } from '#proxy';
import { FakeTarget, fakePlan, noHelpers, testClock } from '../../../engine/src/fake-target.spec-support.ts';
import { recordsOf } from '../../../testkit/src/journal-contract.ts';
import { until } from '../../../testkit/src/until.ts';
import { migrate } from '../database/migrate.ts';
import { openDatabase } from '../database/open-database.ts';
import { openWorker } from '../worker.spec-support.ts';
import { PostgresJournalStore } from './postgres-journal.store.ts';

const durable = { durable: true };
const holding: RunEvent = { type: 'phase.entered', phase: 'holding' };

describe('a database that is gone for a moment', () => {
  let dir: string;
  let server: RunningPostgres;
  const start = () => startPostgres({ dataDir: path.join(dir, 'data'), port: server?.port ?? 0 });

  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'muster-outage-'));
    await chmod(dir, 0o755);
    server = await start();
    const database = await openDatabase({ url: server.connectionString, name: 'muster-test' });
    await migrate(database);
    await database.close();
  });
  afterAll(async () => {
    await server.stop();
    await rm(dir, { recursive: true });
  });

  test('after kill -9 of the server every append is stored once, and the lease holds or is lost, never both', async () => {
    const worker = await openWorker(server.connectionString, { ttlMs: 20_000, lateMs: 15_000 });
    const journals = await Promise.all(['r1', 'r2', 'r3'].map((run) => worker.journals.create(run)));
    let isOver = false;
    let promised = 0;
    const write = async (journal: RunJournal): Promise<void> => {
      while (!isOver) {
        await journal.append([holding, holding], Date.now(), durable);
        promised += 2;
      }
    };
    const writing = Promise.all(journals.map(write));
    await until(() => promised > 100, 'appends');
    process.kill(server.pid, 'SIGKILL');
    server = await start();
    const before = promised;
    await until(() => promised > before + 100, 'appends after the restart');
    isOver = true;
    await writing;
    expect(worker.lease.isHeld()).toBe(true);
    const records = await Promise.all(journals.map(({ run }) => recordsOf(worker.journals, run)));
    for (const ofRun of records)
      expect(ofRun.map(({ seq }) => seq)).toEqual(ofRun.map((_, index) => index + 1));
    expect(records.flat()).toHaveLength(promised);
    await worker.close();
  });

  test('answers that are lost on the way back do not store anything twice', async () => {
    const upstream = `127.0.0.1:${server.port}`;
    const proxies = await startFaultProxyServer({
      port: 0,
      proxies: [{ name: 'database', listen: '127.0.0.1:0', upstream }],
    });
    const proxy = proxies.proxies.get('database');
    const url = new URL(server.connectionString);
    url.host = proxy.listen;
    const behind = await openDatabase({ url: url.href, name: 'muster-behind' });
    const worker = await openWorker(server.connectionString, { ttlMs: 20_000, lateMs: 15_000 });
    const store = new PostgresJournalStore(behind, worker.lease);
    const journal = await store.create('r4');
    await journal.append([holding], 1, durable);

    const definition = toxicDefinitions.get('timeout')!;
    const swallow = { name: 'swallow', definition, direction: 'downstream', stream: 'downstream' } as const;
    proxy.toxics.add({ ...swallow, attributes: { timeout: 0 }, toxicity: 1 }, undefined);
    const append = journal.append([holding, holding], 2, durable);
    const admin = new Client({ connectionString: server.connectionString });
    await admin.connect();
    const stored = `SELECT FROM run_events WHERE run = 'r4' AND seq = 3`;
    await until(async () => (await admin.query(stored)).rowCount === 1, 'the events to be stored');
    proxy.toxics.removeAll();
    await append;
    await journal.append([holding], 3, durable);
    expect((await recordsOf(worker.journals, 'r4')).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    await admin.end();
    await store.close();
    await behind.close();
    await worker.close();
    await proxies.close();
  });

  test('for longer than the lease: appends are refused, not promised', async () => {
    const worker = await openWorker(server.connectionString, { ttlMs: 1500, lateMs: 500 });
    const journal = await worker.journals.create('r5');
    await server.stop();
    await expect(journal.append([holding], 1, durable)).rejects.toMatchObject({ code: 'MUS3005' });
    await until(() => worker.told.length === 2, 'the loss');
    await journal.close();
    server = await start();
    expect(await recordsOf(worker.journals, 'r5')).toEqual([]);
    await worker.close();
  });

  /** A run that harms a target for as long as it is let. */
  async function startHarm(run: string, times: { ttlMs: number; lateMs: number; marginMs: number }) {
    const worker = await openWorker(server.connectionString, times);
    const target = new FakeTarget();
    const ports = {
      catalogue: target.catalogue(),
      drivers: new Map([['fake', target.driver()]]),
      helpers: noHelpers,
      secrets: { resolve: async () => '' },
      clock: testClock,
      owner: { pid: process.pid, host: 'test-host' },
      musterVersion: '0',
    };
    const journal = await worker.journals.create(run);
    const handle = startRun({ ...ports, plan: fakePlan({}, 60_000), journal });
    handle.finished.catch(() => undefined);
    await until(() => handle.state().faults['off']?.status === 'live', 'the harm');
    return { worker, target, ports, handle };
  }

  test('while a fault is in place: it is undone without the database, and told to it later', async () => {
    const times = { ttlMs: 30_000, lateMs: 500, marginMs: 1000 };
    const { worker, target, handle } = await startHarm('r6', times);
    await server.stop();
    await until(() => worker.told.length > 0, 'lateness');
    handle.abort(worker.told[0]!);
    await until(() => !target.broken, 'the undo');
    expect(worker.lease.isHeld()).toBe(true);
    server = await start();
    expect(await handle.finished).toMatchObject({ phase: 'concluded', cleanup: 'clean' });
    const records = await recordsOf(worker.journals, 'r6');
    expect(records.map(({ seq }) => seq)).toEqual(records.map((_, index) => index + 1));
    expect(records.at(-1)?.event).toMatchObject({ type: 'run.concluded', cleanup: 'clean' });
    await worker.close();
  });

  test('until the lease is over: the old worker does nothing more, the next one undoes and concludes', async () => {
    const times = { ttlMs: 2000, lateMs: 500, marginMs: 250 };
    const { worker, target, ports, handle } = await startHarm('r7', times);
    await server.stop();
    await until(() => !worker.lease.isHeld(), 'the loss');
    await expect(handle.finished).rejects.toMatchObject({ code: 'MUS3005' });
    const callsBefore = [...target.calls];
    server = await start();
    const next = await openWorker(server.connectionString);
    const taken: RunJournal[] = [];
    await until(async () => {
      taken.push(...(await next.journals.takeOverOrphans(100)).filter(({ run }) => run === 'r7'));
      return taken.length > 0;
    }, 'the orphan');
    expect(target.calls).toEqual(callsBefore);
    const records = next.journals.read('r7');
    const state = await recoverRun({ ...ports, journal: taken[0]!, records });
    expect(state).toMatchObject({ phase: 'concluded', cleanup: 'clean', takenOver: true });
    expect(target.broken).toBe(false);
    await next.close();
    await worker.close();
  });
});
