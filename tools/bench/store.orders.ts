// How fast runs that were asked for reach a worker that starts them, and how soon every worker knows that all is halted
// while the database is busy with other things.
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'pg';
import { HaltSwitch, openJobs, RunRequests } from '#store';
import type { BenchRow } from './bench.group.ts';
import { formatNumber } from './bench.table.ts';
import { median } from './statistics.ts';
import { openBenchWorker } from './store.worker.ts';

const RUNS = 300;
const ENVIRONMENTS = 4;
const WORKERS = 3;
const HALTS = 20;
const WRITERS = 8;

export async function deliveryRows(url: string): Promise<readonly BenchRow[]> {
  const worker = await openBenchWorker(url);
  const { database, journals } = worker;
  const jobs = await openJobs({ database, onError: () => undefined });
  const requests = new RunRequests(database, jobs);
  const startedMs = performance.now();
  for (let index = 0; index < RUNS; index += 1) {
    const environment = `environment ${index % ENVIRONMENTS}`;
    const what = { experiment: 'slow-payments', service: null, request: {}, schedule: null };
    await requests.add({ run: `run ${index}`, environment, requestedBy: 'bench', ...what });
  }
  const requestedMs = performance.now();
  const { promise, resolve } = Promise.withResolvers<void>();
  let started = 0;
  const nothing = async (): Promise<void> => undefined;
  await jobs.work({
    async startRun(run) {
      const journal = await journals.start({ run, limit: RUNS, targets: [run] });
      if (journal === undefined || !('append' in journal)) return;
      const event = { type: 'run.concluded', verdict: 'pass', cleanup: 'clean', message: 'bench' } as const;
      await journal.append([event], Date.now(), { durable: true });
      await journal.close();
      started += 1;
      if (started === RUNS) resolve();
    },
    startRunFailed: nothing,
    housekeeping: nothing,
  });
  await promise;
  const endedMs = performance.now();
  await jobs.close();
  await worker.close();
  return [
    {
      metric: `runs requested with their job, one after the other`,
      unit: '/s',
      ours: (RUNS * 1000) / (requestedMs - startedMs),
      better: 'more',
    },
    {
      metric: `runs delivered, started and concluded by one worker`,
      unit: '/s',
      ours: (RUNS * 1000) / (endedMs - requestedMs),
      better: 'more',
      note: `${RUNS} of ${ENVIRONMENTS} environments, each with a place and a target of its own`,
    },
  ];
}

export async function haltRows(url: string): Promise<readonly BenchRow[]> {
  const halted = new Set<number>();
  const workers = await Promise.all(
    Array.from({ length: WORKERS }, (_, index) =>
      openBenchWorker(url, ({ halt }) => (halt === null ? halted.delete(index) : halted.add(index))),
    ),
  );
  const stopWriting = await startWriting(url);
  const halts = new HaltSwitch(workers[0]!.database);
  const tookMs: number[] = [];
  for (let round = 0; round < HALTS; round += 1) {
    const startedMs = performance.now();
    await halts.halt({ why: 'bench', by: 'bench' });
    while (halted.size < WORKERS) await delay(1);
    tookMs.push(performance.now() - startedMs);
    await halts.lift();
    while (halted.size > 0) await delay(1);
  }
  await stopWriting();
  for (const worker of workers) await worker.close();
  return [
    {
      metric: `"halt all" until each of ${WORKERS} workers knows, p50`,
      unit: 'ms',
      ours: median(tookMs),
      better: 'less',
      note: `beside ${WRITERS} sessions that write without end; longest ${formatNumber(Math.max(...tookMs))} ms`,
    },
  ];
}

/** Keeps the database busy until the answer is called. */
async function startWriting(url: string): Promise<() => Promise<void>> {
  const pool = new Pool({ connectionString: url, max: WRITERS });
  await pool.query('CREATE TABLE busy (n int, text text)');
  let isOver = false;
  const write = async (): Promise<void> => {
    while (!isOver) {
      await pool.query(`INSERT INTO busy SELECT n, repeat('x', 200) FROM generate_series(1, 200) AS n`);
    }
  };
  const writing = Promise.all(Array.from({ length: WRITERS }, write));
  return async () => {
    isOver = true;
    await writing;
    await pool.end();
  };
}
