// What a journal on this disk can promise: durable appends per second, one after the other, 64 at once, and in many runs
// at the same time; and how fast it is read. The peer is the same write and fdatasync without a journal: what the disk
// allows. The rounds of both alternate, because disks have moods.
import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import type { RunEvent, RunJournal } from '#core';
import { jsonlJournalStore } from '#journal';
import type { BenchGroup, BenchRow } from './bench.group.ts';
import { median } from './statistics.ts';

const ROUNDS = 5;
const ROUND_MS = 500;
const CONCURRENT = 64;
const RUNS = 16;
const READ_RECORDS = 100_000;
const EVENT: RunEvent = {
  type: 'probe.measured',
  probe: 'checkout answers',
  tookMs: 12.3,
  lateMs: 0.4,
  passed: true,
  fields: { status: 200, latency: 12.1, size: 512, failed: '' },
};

export const journalBench: BenchGroup = {
  name: 'journal',
  summary: 'durable appends per second, and reading',
  limitMs: 60_000,
  async run({ dir }) {
    return [...(await appends(dir)), await reading(dir)];
  },
};

/** Performs `act` over and over in so many loops; times per second. */
async function perSecond(loops: number, act: (loop: number) => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  let count = 0;
  const repeat = async (loop: number): Promise<void> => {
    while (performance.now() - startedMs < ROUND_MS) {
      await act(loop);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: loops }, (_, loop) => repeat(loop)));
  return (count * 1000) / (performance.now() - startedMs);
}

async function appends(dir: string): Promise<readonly BenchRow[]> {
  const store = jsonlJournalStore(dir);
  const journals = await Promise.all(Array.from({ length: RUNS }, (_, run) => store.create(`run-${run}`)));
  const files = await Promise.all(journals.map((_, index) => open(path.join(dir, `bare-${index}`), 'a')));
  const line = `${JSON.stringify({ run: 'run-0', seq: 1, atMs: Date.now(), fence: 1, event: EVENT })}\n`;
  const append = (run: number) =>
    (journals[run] as RunJournal).append([EVENT], Date.now(), { durable: true });
  const bare = async (index: number) => {
    await files[index]?.appendFile(line);
    await files[index]?.datasync();
  };
  const [one, floor, shared, many, floors]: number[][] = [[], [], [], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    one?.push(await perSecond(1, append));
    floor?.push(await perSecond(1, bare));
    shared?.push(await perSecond(CONCURRENT, () => append(0)));
    many?.push(await perSecond(RUNS, append));
    floors?.push(await perSecond(RUNS, bare));
  }
  await Promise.all(journals.map((journal) => journal.close()));
  await Promise.all(files.map((file) => file.close()));
  const note = 'peer: bare write and fdatasync';
  const row = (metric: string, ours: number[] = [], peer?: number[]): BenchRow => ({
    metric,
    unit: '/s',
    ours: median(ours),
    better: 'more',
    ...(peer === undefined ? {} : { peer: median(peer), note }),
  });
  return [
    row('durable appends of one run, one after the other', one, floor),
    row(`durable appends of one run, ${CONCURRENT} at once`, shared),
    row(`durable appends of ${RUNS} runs, one after the other in each`, many, floors),
  ];
}

async function reading(dir: string): Promise<BenchRow> {
  const store = jsonlJournalStore(dir);
  const journal = await store.create('read');
  await journal.append(Array<RunEvent>(READ_RECORDS).fill(EVENT), Date.now(), { durable: false });
  await journal.close();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedMs = performance.now();
    for await (const _record of store.read('read'));
    times.push(performance.now() - startedMs);
  }
  await rm(path.join(dir, 'read'), { recursive: true });
  return {
    metric: `reading ${READ_RECORDS.toLocaleString('en')} records`,
    unit: 'ms',
    ours: median(times),
    better: 'less',
  };
}
