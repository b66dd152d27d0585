// What a journal on this disk can promise: durable appends per second, one after the other and 64 at once, and how fast
// 100,000 records are read. The floor beside it is the same write and sync without a journal.
//   node --conditions=muster-source tools/bench/journal.bench.ts
import { mkdtemp, open, rm } from 'node:fs/promises';
import path from 'node:path';
import type { RunEvent, RunJournal } from '#core';
import { jsonlJournalStore } from '#journal';
import type { BenchRow } from './proxy.bench.ts';

const GROUP = 'journal';
const ROUND_MS = 1000;
const CONCURRENT = 64;
const READ_RECORDS = 100_000;
const EVENT: RunEvent = {
  type: 'probe.measured',
  probe: 'checkout answers',
  tookMs: 12.3,
  lateMs: 0.4,
  passed: true,
  fields: { status: 200, latency: 12.1, size: 512, failed: '' },
};

/** Takes about 4 s. Everything is written below the working directory: /tmp may be memory. */
export async function benchJournal(): Promise<BenchRow[]> {
  const dir = await mkdtemp(path.resolve('.muster-bench-'));
  try {
    const store = jsonlJournalStore(dir);
    const journal = await store.create('bench');
    const floor = await syncsPerSecond(path.join(dir, 'floor'));
    const sequential = await appendsPerSecond(journal, 1);
    const concurrent = await appendsPerSecond(journal, CONCURRENT);
    await journal.close();
    const read = await store.create('read');
    await read.append(Array<RunEvent>(READ_RECORDS).fill(EVENT), Date.now(), { durable: false });
    await read.close();
    const readMs = await timeOf(async () => {
      for await (const _record of store.read('read'));
    });
    return [
      row('durable appends, one after the other', `${rounded(sequential)} /s`, {
        peer: `${rounded(floor)} /s`,
        ratio: sequential / floor,
        note: 'peer: bare write and fdatasync on this disk',
      }),
      row(`durable appends, ${CONCURRENT} at once`, `${rounded(concurrent)} /s`),
      row(`read ${rounded(READ_RECORDS)} records`, `${rounded(readMs)} ms`),
    ];
  } finally {
    await rm(dir, { recursive: true });
  }
}

const row = (metric: string, ours: string, rest: Partial<BenchRow> = {}): BenchRow => ({
  group: GROUP,
  metric,
  ours,
  ...rest,
});

const rounded = (value: number): string => Math.round(value).toLocaleString('en');

async function timeOf(act: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await act();
  return performance.now() - startedMs;
}

async function appendsPerSecond(journal: RunJournal, writers: number): Promise<number> {
  const startedMs = performance.now();
  let count = 0;
  const write = async (): Promise<void> => {
    while (performance.now() - startedMs < ROUND_MS) {
      await journal.append([EVENT], Date.now(), { durable: true });
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  return (count * 1000) / (performance.now() - startedMs);
}

async function syncsPerSecond(file: string): Promise<number> {
  await using handle = await open(file, 'a');
  const line = `${JSON.stringify(EVENT)}\n`;
  const startedMs = performance.now();
  let count = 0;
  while (performance.now() - startedMs < ROUND_MS) {
    await handle.appendFile(line);
    await handle.datasync();
    count += 1;
  }
  return (count * 1000) / (performance.now() - startedMs);
}

if (import.meta.main) console.table(await benchJournal());
