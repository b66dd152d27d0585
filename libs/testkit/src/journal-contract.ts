// What every journal store keeps: one suite for all of them.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { JournalRecord, JournalStore, RunEvent } from '#core';

export interface JournalLab {
  readonly store: JournalStore;
  /** The store as another process would open it; undefined where nobody else can. */
  readonly reopened?: JournalStore;
  close(): Promise<void>;
}

const durable = { durable: true };
const entered = (phase: 'baseline' | 'holding' | 'undoing'): RunEvent => ({ type: 'phase.entered', phase });
const failed = (number: number): RunEvent => ({
  type: 'fault.inject-failed',
  fault: 'payments is slow',
  message: `line ${number}\nof "many" \u2028 with ünïcödé 😀`,
});

export async function recordsOf(store: JournalStore, run: string): Promise<JournalRecord[]> {
  const records: JournalRecord[] = [];
  for await (const record of store.read(run)) records.push(record);
  return records;
}

export function describeJournalContract(name: string, openLab: () => Promise<JournalLab>): void {
  describe(`${name} keeps the contract of journals`, () => {
    let lab: JournalLab;
    let store: JournalStore;
    beforeEach(async () => {
      lab = await openLab();
      store = lab.store;
    });
    afterEach(() => lab.close());

    test('what was appended is read back, numbered from 1, with its time and fence', async () => {
      const journal = await store.create('r1');
      const returned = await journal.append([entered('baseline'), failed(1)], 1_700_000_000_000.5, durable);
      expect(returned).toEqual([
        { run: 'r1', seq: 1, atMs: 1_700_000_000_000.5, fence: 1, event: entered('baseline') },
        { run: 'r1', seq: 2, atMs: 1_700_000_000_000.5, fence: 1, event: failed(1) },
      ]);
      expect(await recordsOf(lab.reopened ?? store, 'r1')).toEqual(returned);
      await journal.close();
    });

    test('any text of a target is kept as it is', async () => {
      const journal = await store.create('r1');
      const message = 'a zero \0, half a pair \ud83d, \ufffd, and "\\u0000" in writing';
      const event = { type: 'run.concluded', verdict: 'error', cleanup: 'dirty', message } as const;
      await journal.append([event], 1, durable);
      await journal.close();
      expect((await recordsOf(store, 'r1')).map((record) => record.event)).toEqual([event]);
    });

    test('appends keep the order of the calls, durable or not', async () => {
      const journal = await store.create('r1');
      const appends = Array.from({ length: 300 }, (_, index) =>
        journal.append([failed(index)], index, { durable: index % 3 === 0 }),
      );
      const returned = (await Promise.all(appends)).flat();
      await journal.close();
      expect(returned.map(({ seq }) => seq)).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
      expect(await recordsOf(store, 'r1')).toEqual(returned);
    });

    test('closing writes what was not durable; after it nothing is appended', async () => {
      const journal = await store.create('r1');
      await journal.append([entered('holding')], 1, { durable: false });
      await journal.close();
      await journal.close();
      expect(await recordsOf(lab.reopened ?? store, 'r1')).toHaveLength(1);
      await expect(journal.append([entered('undoing')], 2, durable)).rejects.toThrow();
      expect(await recordsOf(store, 'r1')).toHaveLength(1);
    });

    test('no events: no records', async () => {
      const journal = await store.create('r1');
      expect(await journal.append([], 1, durable)).toEqual([]);
      await journal.close();
      expect(await recordsOf(store, 'r1')).toEqual([]);
    });

    test('a name is given once', async () => {
      const journal = await store.create('r1');
      await expect(store.create('r1')).rejects.toMatchObject({ code: 'MUS3001' });
      await journal.close();
      await expect(store.create('r1')).rejects.toMatchObject({ code: 'MUS3001' });
    });

    test('while it is held nobody takes it over; then the fence grows and the numbers go on', async () => {
      const first = await store.create('r1');
      await first.append([entered('holding')], 1, durable);
      expect(await store.owner('r1')).toMatchObject({ pid: process.pid });
      await expect((lab.reopened ?? store).takeOver('r1')).rejects.toMatchObject({ code: 'MUS3001' });
      await first.close();
      expect(await store.owner('r1')).toBeUndefined();

      for (const fence of [2, 3]) {
        const next = await (lab.reopened ?? store).takeOver('r1');
        expect(next.fence).toBe(fence);
        expect(await next.append([entered('undoing')], fence, durable)).toMatchObject([
          { seq: fence, fence },
        ]);
        await next.close();
      }
      expect((await recordsOf(store, 'r1')).map(({ seq, fence }) => [seq, fence])).toEqual([
        [1, 1],
        [2, 2],
        [3, 3],
      ]);
    });

    test('of several who take it over at once, one gets it', async () => {
      await (await store.create('r1')).close();
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => store.takeOver('r1')));
      const won = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      const lost = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
      expect(won.map(({ fence }) => fence)).toEqual([2]);
      expect(lost).toEqual(Array.from({ length: 7 }, () => expect.objectContaining({ code: 'MUS3001' })));
      await won[0]?.close();
    });

    test('runs are listed oldest first', async () => {
      for (const [index, run] of ['zebra', 'apple', 'mango'].entries()) {
        const journal = await store.create(run);
        await journal.append([entered('baseline')], Date.now() + index, durable);
        await journal.close();
      }
      expect(await store.list()).toEqual(['zebra', 'apple', 'mango']);
    });

    test('an empty store lists nothing', async () => expect(await store.list()).toEqual([]));

    test.each(['unknown', '../etc', ''])('there is no run "%s"', async (run) => {
      const missing = expect.objectContaining({ code: 'MUS3004', message: expect.stringContaining(run) });
      await expect(recordsOf(store, run)).rejects.toEqual(missing);
      await expect(store.takeOver(run)).rejects.toEqual(missing);
      await expect(store.owner(run)).rejects.toEqual(missing);
    });

    test('reading does not wait for what comes later', async () => {
      const journal = await store.create('r1');
      await journal.append([entered('baseline')], 1, durable);
      const reading = store.read('r1')[Symbol.asyncIterator]();
      expect(await reading.next()).toMatchObject({ value: { seq: 1 } });
      expect((await reading.next()).done).toBe(true);
      await journal.close();
    });
  });
}
