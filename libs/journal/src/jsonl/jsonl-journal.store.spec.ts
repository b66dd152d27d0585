import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, open, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { JournalStore, RunEvent } from '#core';
import { describeJournalContract, recordsOf } from '../../../testkit/src/journal-contract.ts';
import { JournalWriter } from './journal.writer.ts';
import { jsonlJournalStore } from './jsonl-journal.store.ts';

const WRITER = fileURLToPath(new URL('./journal-writer.spec-support.ts', import.meta.url));
const durable = { durable: true };
const holding: RunEvent = { type: 'phase.entered', phase: 'holding' };

const newFolder = () => mkdtemp(path.join(tmpdir(), 'muster-journal-'));

describeJournalContract('the file store', async () => {
  const dir = await newFolder();
  return {
    store: jsonlJournalStore(path.join(dir, 'runs')),
    reopened: jsonlJournalStore(path.join(dir, 'runs')),
    close: () => rm(dir, { recursive: true }),
  };
});

describe('a journal in a file', () => {
  let dir: string;
  let store: JournalStore;
  const children: ChildProcess[] = [];
  const file = () => path.join(dir, 'r1', 'journal.jsonl');

  beforeEach(async () => {
    dir = await newFolder();
    store = jsonlJournalStore(dir);
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await rm(dir, { recursive: true });
  });

  /** A closed run with that many records. */
  async function written(count: number): Promise<void> {
    const journal = await store.create('r1');
    await journal.append(Array<RunEvent>(count).fill(holding), 1, durable);
    await journal.close();
  }

  /** A process that appends durable records and prints the number of each once it is promised. */
  async function startWriter(): Promise<{ child: ChildProcess; nextSeq: () => Promise<number> }> {
    const args = ['--conditions=muster-source', '--no-warnings', WRITER, dir, 'r1'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return { child, nextSeq: async () => Number((await lines.next()).value) };
  }

  test('after kill -9 of the writer every promised record is there, and the run can be taken over', async () => {
    const { child, nextSeq } = await startWriter();
    let promised = 0;
    while (promised < 200) promised = await nextSeq();
    expect(await store.owner('r1')).toEqual({ pid: child.pid });
    await expect(store.takeOver('r1')).rejects.toMatchObject({
      code: 'MUS3001',
      message: expect.stringContaining(String(child.pid)),
    });

    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;

    const journal = await store.takeOver('r1');
    expect(journal.fence).toBe(2);
    const before = (await recordsOf(store, 'r1')).length;
    expect(before).toBeGreaterThanOrEqual(promised);
    expect(await journal.append([holding], 1, durable)).toMatchObject([{ seq: before + 1, fence: 2 }]);
    await journal.close();
  });

  test.each([1, 20, 60])(
    'a last line torn by %i bytes is left out, and cut off by who takes over',
    async (torn) => {
      await written(3);
      const { length } = await readFile(file());
      await truncate(file(), length - torn);

      expect(await recordsOf(store, 'r1')).toHaveLength(2);
      const journal = await store.takeOver('r1');
      expect(await journal.append([holding], 1, durable)).toMatchObject([{ seq: 3, fence: 2 }]);
      await journal.close();
      expect((await recordsOf(store, 'r1')).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    },
  );

  test('a torn tail longer than what is read at once is cut off too', async () => {
    await written(2);
    await appendFile(file(), Buffer.alloc(700_000));
    const journal = await store.takeOver('r1');
    expect(await journal.append([holding], 1, durable)).toMatchObject([{ seq: 3 }]);
    await journal.close();
    expect(await recordsOf(store, 'r1')).toHaveLength(3);
  });

  test('a damaged line in the middle is told with file and line', async () => {
    await written(3);
    const lines = (await readFile(file(), 'utf8')).split('\n');
    await writeFile(file(), [lines[0], 'garbage', ...lines.slice(2)].join('\n'));
    await expect(recordsOf(store, 'r1')).rejects.toMatchObject({
      code: 'MUS3002',
      message: expect.stringContaining(`${file()}:2: `),
    });
  });

  test('a missing record is damage', async () => {
    await written(3);
    const lines = (await readFile(file(), 'utf8')).split('\n');
    await writeFile(file(), lines.toSpliced(1, 1).join('\n'));
    await expect(recordsOf(store, 'r1')).rejects.toMatchObject({
      code: 'MUS3002',
      message: expect.stringContaining(`${file()}:2: record 3 where 2 was expected`),
    });
  });

  test('a writer whose run was taken over promises nothing any more', async () => {
    const journal = await store.create('r1');
    await journal.append([holding], 1, durable);
    await writeFile(path.join(dir, 'r1', 'lock.2'), JSON.stringify({ pid: 1, startedAt: 'x', fence: 2 }));
    await expect(journal.append([holding], 2, durable)).rejects.toMatchObject({ code: 'MUS3005' });
    await expect(journal.append([holding], 3, durable)).rejects.toMatchObject({ code: 'MUS3005' });
    await journal.close();
    expect(await recordsOf(store, 'r1')).toHaveLength(1);
  });

  test('what an old owner wrote after it lost the run does not count', async () => {
    await written(2);
    const stale = (await readFile(file(), 'utf8')).split('\n')[1]?.replace('"seq":2', '"seq":3');
    const journal = await store.takeOver('r1');
    await journal.append([holding], 1, durable);
    await appendFile(file(), `${stale}\n`);
    await journal.append([holding], 1, durable);
    await journal.close();
    expect((await recordsOf(store, 'r1')).map(({ fence }) => fence)).toEqual([1, 1, 2, 2]);
  });

  test('an owner whose pid now belongs to another process is gone', async () => {
    await written(1);
    const lock = path.join(dir, 'r1', 'lock.1');
    await writeFile(lock, JSON.stringify({ pid: process.pid, startedAt: '1@another-boot', fence: 1 }));
    expect(await store.owner('r1')).toBeUndefined();
    await (await store.takeOver('r1')).close();
  });

  test('a lock without content, as a power cut leaves it, belongs to nobody', async () => {
    await written(1);
    await writeFile(path.join(dir, 'r1', 'lock.1'), '');
    const journal = await store.takeOver('r1');
    expect(journal.fence).toBe(2);
    await journal.close();
  });

  test('a folder that cannot be written is told as such', async () => {
    await writeFile(path.join(dir, 'plain'), '');
    await expect(jsonlJournalStore(path.join(dir, 'plain')).create('r1')).rejects.toMatchObject({
      code: 'MUS3003',
      message: expect.stringContaining('plain'),
    });
  });

  test('after a failed write nothing more is promised or written', async () => {
    await writeFile(path.join(dir, 'journal'), '');
    let released = 0;
    const lock = { fence: 1, isLost: () => false, release: async () => void (released += 1) };
    // Open for reading only: every write fails.
    const journal = new JournalWriter({
      run: 'r1',
      file: await open(path.join(dir, 'journal'), 'r'),
      lock,
      seq: 0,
    });
    const both = [journal.append([holding], 1, durable), journal.append([holding], 1, durable)];
    for (const one of both) await expect(one).rejects.toMatchObject({ code: 'MUS3003' });
    await expect(journal.append([holding], 1, { durable: false })).rejects.toMatchObject({ code: 'MUS3003' });
    await journal.close();
    expect(released).toBe(1);
  });

  test('what is not durable is written soon, without anybody waiting for it', async () => {
    const journal = await store.create('r1');
    await journal.append([holding], 1, { durable: false });
    const giveUpMs = performance.now() + 10_000;
    while ((await recordsOf(store, 'r1')).length === 0) expect(performance.now()).toBeLessThan(giveUpMs);
    await journal.close();
  });

  test('reads 100,000 records in a few seconds', async () => {
    await written(100_000);
    const startedMs = performance.now();
    let count = 0;
    for await (const { seq } of store.read('r1')) count = seq;
    expect(count).toBe(100_000);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });

  test('other files in the folder are no runs', async () => {
    await written(1);
    await writeFile(path.join(dir, 'notes'), '');
    await writeFile(path.join(dir, '.hidden'), '');
    expect(await store.list()).toEqual(['r1']);
  });
});
