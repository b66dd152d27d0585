// Journals in PostgreSQL: durable appends per second of one run and of a hundred at once, beside bare INSERTs of the same
// rows on the same server; delivery of runs, "halt all", and the time from kill -9 of a worker until another one owns its run.
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'pg';
import type { RunEvent } from '#core';
import { startPostgres } from '#postgres';
import type { BenchGroup, BenchRow } from './bench.group.ts';
import { formatNumber } from './bench.table.ts';
import { median } from './statistics.ts';
import { deliveryRows, haltRows } from './store.orders.ts';
import { openBenchWorker } from './store.worker.ts';
import type { Workbench } from './workbench.ts';

const ROUNDS = 3;
const ROUND_MS = 700;
const MANY = 100;
const POOL = 10;
const KILLS = 7;
const POLL_MS = 100;
const EVENT: RunEvent = {
  type: 'probe.measured',
  probe: 'checkout answers',
  tookMs: 12.3,
  lateMs: 0.4,
  passed: true,
  fields: { status: 200, latency: 12.1, size: 512, failed: '' },
};
const CONCLUDED: RunEvent = { type: 'run.concluded', verdict: 'pass', cleanup: 'clean', message: 'bench' };

export const storeBench: BenchGroup = {
  name: 'store',
  summary: 'journals in PostgreSQL, delivery, "halt all", and how soon an orphaned run is owned again',
  limitMs: 120_000,
  async run(workbench) {
    await chmod(workbench.dir, 0o755);
    const server = await startPostgres({ dataDir: path.join(workbench.dir, 'data') });
    workbench.onClose(() => server.stop());
    return [
      ...(await appendRows(server.connectionString)),
      ...(await deliveryRows(server.connectionString)),
      ...(await haltRows(server.connectionString)),
      ...(await takeOverRows(workbench, server.connectionString)),
    ];
  },
};

async function appendRows(url: string): Promise<readonly BenchRow[]> {
  const worker = await openBenchWorker(url);
  const { journals } = worker;
  const runs = await Promise.all(Array.from({ length: MANY }, (_, index) => journals.create(`r${index}`)));
  const appends = runs.map((run) => () => run.append([EVENT], Date.now(), { durable: true }));
  const inserts = await openInserts(url);
  const rows: BenchRow[] = [];
  for (const writers of [1, MANY]) {
    const ours: number[] = [];
    const peer: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(await timesPerSecond(appends.slice(0, writers)));
      peer.push(await timesPerSecond(inserts.acts.slice(0, writers)));
    }
    const beside = writers === 1 ? 'one session' : `${writers} callers on ${POOL} sessions`;
    rows.push({
      metric: writers === 1 ? 'durable appends, one run' : `durable appends, ${writers} runs at once`,
      unit: '/s',
      ours: median(ours),
      peer: median(peer),
      better: 'more',
      note: `peer: bare INSERT, ${beside}`,
    });
  }
  await inserts.close();
  for (const run of runs) {
    await run.append([CONCLUDED], Date.now(), { durable: true });
    await run.close();
  }
  await worker.close();
  return rows;
}

const INSERT = {
  name: 'insert',
  text: 'INSERT INTO bare (run, seq, at_ms, fence, event) VALUES ($1, $2, $3, $4, $5)',
};

/** What the rows cost without journal, fence and numbers: prepared INSERTs over a pool of the usual size. */
async function openInserts(url: string) {
  const pool = new Pool({ connectionString: url, max: POOL });
  await pool.query(
    'CREATE TABLE bare (run text, seq int, at_ms float8, fence int, event json, PRIMARY KEY (run, seq))',
  );
  const json = JSON.stringify(EVENT);
  const acts = Array.from({ length: MANY }, (_, writer) => {
    let seq = 0;
    return () => pool.query({ ...INSERT, values: [`r${writer}`, (seq += 1), Date.now(), 1, json] });
  });
  return { acts, close: () => pool.end() };
}

async function timesPerSecond(acts: readonly (() => Promise<unknown>)[]): Promise<number> {
  const startedMs = performance.now();
  let count = 0;
  const repeat = async (act: () => Promise<unknown>): Promise<void> => {
    while (performance.now() - startedMs < ROUND_MS) {
      await act();
      count += 1;
    }
  };
  await Promise.all(acts.map(repeat));
  return (count * 1000) / (performance.now() - startedMs);
}

async function takeOverRows(workbench: Workbench, url: string): Promise<readonly BenchRow[]> {
  const worker = await openBenchWorker(url);
  const { journals } = worker;
  const tookMs: number[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const [subject] = await workbench.fork('store.subject', { args: [url] });
    // Somewhere between two renewals.
    await delay(Math.random() * 500);
    subject.kill('SIGKILL');
    const killedMs = performance.now();
    while ((await journals.takeOverOrphans(10)).length === 0) await delay(POLL_MS);
    tookMs.push(performance.now() - killedMs);
  }
  await worker.close();
  return [
    {
      metric: 'kill -9 of a worker until its run is owned again, p50',
      unit: 's',
      ours: median(tookMs) / 1000,
      better: 'less',
      note: `of ${KILLS}; longest ${formatNumber(Math.max(...tookMs) / 1000)} s; asked every ${POLL_MS} ms`,
    },
  ];
}
