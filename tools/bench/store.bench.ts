// Journals in PostgreSQL: durable appends per second of one run and of a hundred at once, beside bare INSERTs of the same
// rows on the same server; and the time from kill -9 of a worker until another one owns its run.
//   node --conditions=muster-source tools/bench/store.bench.ts
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'pg';
import type { RunEvent } from '#core';
import { startPostgres } from '#postgres';
import { migrate, openDatabase, PostgresJournalStore, takeLease } from '#store';
import { type BenchRow, percentile } from './bench-row.ts';

const GROUP = 'store';
const ROUND_MS = 2000;
const MANY = 100;
const POOL = 10;
const KILLS = 7;
const POLL_MS = 100;
const SUBJECT = path.join(
  import.meta.dirname,
  `store.subject${import.meta.filename.endsWith('.ts') ? '.ts' : '.js'}`,
);
const EVENT: RunEvent = {
  type: 'probe.measured',
  probe: 'checkout answers',
  tookMs: 12.3,
  lateMs: 0.4,
  passed: true,
  fields: { status: 200, latency: 12.1, size: 512, failed: '' },
};
const CONCLUDED: RunEvent = { type: 'run.concluded', verdict: 'pass', cleanup: 'clean', message: 'bench' };

/** Takes about 45 s. The database is written below the working directory: /tmp may be memory. */
export async function benchStore(): Promise<BenchRow[]> {
  const dir = await mkdtemp(path.resolve('.muster-bench-'));
  await chmod(dir, 0o755);
  const server = await startPostgres({ dataDir: path.join(dir, 'data') });
  try {
    return [...(await appendRows(server.connectionString)), ...(await takeOverRows(server.connectionString))];
  } finally {
    await server.stop();
    await rm(dir, { recursive: true });
  }
}

async function openBenchWorker(url: string) {
  const database = await openDatabase({ url, name: 'muster-bench' });
  await migrate(database);
  const ignore = (): void => undefined;
  const lease = await takeLease(database, {
    host: 'bench',
    pid: process.pid,
    version: '0',
    late: ignore,
    lost: ignore,
    orders: ignore,
  });
  const journals = new PostgresJournalStore(database, lease);
  const close = async (): Promise<void> => {
    await journals.close();
    await lease.release();
    await database.close();
  };
  return { journals, close };
}

async function appendRows(url: string): Promise<BenchRow[]> {
  const { journals, close } = await openBenchWorker(url);
  const runs = await Promise.all(Array.from({ length: MANY }, (_, index) => journals.create(`r${index}`)));
  const appends = runs.map((run) => () => run.append([EVENT], Date.now(), { durable: true }));
  const inserts = await openInserts(url);
  const rows: BenchRow[] = [];
  for (const writers of [1, MANY]) {
    // Ours and the peer's take turns, so that both meet the same machine.
    const ours = await timesPerSecond(appends.slice(0, writers));
    const peer = await timesPerSecond(inserts.acts.slice(0, writers));
    const metric = writers === 1 ? 'durable appends, one run' : `durable appends, ${writers} runs at once`;
    const beside = writers === 1 ? 'one session' : `${writers} callers on ${POOL} sessions`;
    rows.push({
      group: GROUP,
      metric,
      ours: `${rounded(ours)} /s`,
      peer: `${rounded(peer)} /s`,
      ratio: ours / peer,
      note: `peer: bare INSERT, ${beside}`,
    });
  }
  await inserts.close();
  for (const run of runs) {
    await run.append([CONCLUDED], Date.now(), { durable: true });
    await run.close();
  }
  await close();
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

async function takeOverRows(url: string): Promise<BenchRow[]> {
  const { journals, close } = await openBenchWorker(url);
  const tookMs: number[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const subject = await startSubject(url);
    subject.kill('SIGKILL');
    const killedMs = performance.now();
    while ((await journals.takeOverOrphans(10)).length === 0) await delay(POLL_MS);
    tookMs.push(performance.now() - killedMs);
  }
  await close();
  const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
  return [
    {
      group: GROUP,
      metric: `kill -9 of a worker until its run is owned again, median of ${KILLS}`,
      ours: inSeconds(percentile(tookMs, 0.5)),
      note: `longest ${inSeconds(Math.max(...tookMs))}; asked every ${POLL_MS} ms`,
    },
  ];
}

async function startSubject(url: string): Promise<ChildProcess> {
  const subject = fork(SUBJECT, [url], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await once(subject, 'message');
  // Somewhere between two renewals.
  await delay(Math.random() * 500);
  return subject;
}

const rounded = (value: number): string => Math.round(value).toLocaleString('en');

if (import.meta.main) console.table(await benchStore());
