import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { JournalRecord, RunEvent } from '#core';
import { openTestDatabase, type TestDatabase } from '../../../testkit/src/test-database.ts';
import { until } from '../../../testkit/src/until.ts';
import { openWorker, type TestWorker } from '../worker.spec-support.ts';
import { openRunFeed, type RunFeed } from './run-feed.ts';

const durable = { durable: true };
const holding: RunEvent = { type: 'phase.entered', phase: 'holding' };
const concluded: RunEvent = { type: 'run.concluded', verdict: 'pass', cleanup: 'clean', message: 'done' };

describe('the feed of a run', () => {
  let database: TestDatabase;
  let worker: TestWorker;
  let feed: RunFeed;

  beforeEach(async () => {
    database = await openTestDatabase();
    worker = await openWorker(database.url);
    feed = await openRunFeed(worker.database);
  });
  afterEach(async () => {
    await feed.close();
    await worker.close();
    await database.close();
  });

  const follow = (run: string, seq: number, signal = new AbortController().signal) => {
    const got: JournalRecord[] = [];
    const ended = (async () => {
      for await (const record of feed.follow(run, seq, signal)) got.push(record);
    })();
    return { got, ended };
  };

  test('tells what was, what comes, and ends with the run; several may follow from where they were', async () => {
    const journal = await worker.journals.create('r1');
    await journal.append([holding, holding], 1, durable);
    const whole = follow('r1', 0);
    const rest = follow('r1', 2);
    await until(() => whole.got.length === 2, 'the past');
    for (let count = 3; count <= 20; count += 1) {
      await journal.append([holding], count, durable);
      await until(() => whole.got.length === count, `record ${count}`);
    }
    await journal.append([concluded], 21, durable);
    await Promise.all([whole.ended, rest.ended]);
    expect(whole.got.map(({ seq }) => seq)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
    expect(rest.got).toEqual(whole.got.slice(2));
  });

  test('is told at once, long before it would look by itself', async () => {
    const journal = await worker.journals.create('r1');
    const { got, ended } = follow('r1', 0);
    const delaysMs: number[] = [];
    for (let count = 1; count <= 20; count += 1) {
      await journal.append([holding], count, durable);
      const startedMs = performance.now();
      await until(() => got.length === count, `record ${count}`);
      delaysMs.push(performance.now() - startedMs);
    }
    expect(delaysMs.toSorted((a, b) => a - b)[10]).toBeLessThan(500);
    await feed.close();
    await ended;
  });

  test('loses nothing when its connection is ended', async () => {
    const journal = await worker.journals.create('r1');
    const { got, ended } = follow('r1', 0);
    for (let count = 1; count <= 5; count += 1) {
      await database.admin.query(`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE '%-listen'`);
      await journal.append([holding], count, durable);
    }
    await journal.append([concluded], 6, durable);
    await ended;
    expect(got.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('ends when nobody wants it any more, and knows no other run', async () => {
    await worker.journals.create('r1');
    const stop = new AbortController();
    const { ended } = follow('r1', 0, stop.signal);
    stop.abort();
    await ended;
    await expect(follow('r2', 0).ended).rejects.toMatchObject({ code: 'MUS3004' });
  });
});
