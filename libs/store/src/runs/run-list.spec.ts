import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Cleanup, JournalRecord, RunEvent, Verdict } from '#core';
import { openTestDatabase, type TestDatabase } from '../../../testkit/src/test-database.ts';
import type { PageEnd } from '../resources/page.ts';
import { openWorker, type TestWorker } from '../worker.spec-support.ts';
import { forgetOccurrences, forgetRuns } from './retention.ts';
import { type RunFilter, RunList } from './run-list.ts';

const durable = { durable: true };
const YEAR = 365 * 86_400_000;

describe('the list of runs', () => {
  let database: TestDatabase;
  let worker: TestWorker;
  let list: RunList;

  beforeEach(async () => {
    database = await openTestDatabase();
    worker = await openWorker(database.url);
    list = new RunList(worker.database);
  });
  afterEach(async () => {
    await worker.close();
    await database.close();
  });

  async function run(name: string, verdict: Verdict = 'pass', cleanup: Cleanup = 'clean'): Promise<void> {
    const journal = await worker.journals.create(name);
    const event: RunEvent = { type: 'run.concluded', verdict, cleanup, message: 'done' };
    await journal.append([event], 1, durable);
    await journal.close();
  }
  const named = async (filter: RunFilter) =>
    (await list.page(filter, { limit: 10, descending: true })).items.map(({ id }) => id);

  test('comes newest first, page by page', async () => {
    for (let index = 0; index < 7; index += 1) await run(`r${index}`);
    const pages: string[][] = [];
    let after: PageEnd | undefined;
    do {
      const page = await list.page({}, { limit: 3, descending: true, after });
      pages.push(page.items.map(({ id }) => id));
      after = page.end;
    } while (after !== undefined);
    expect(pages).toEqual([['r6', 'r5', 'r4'], ['r3', 'r2', 'r1'], ['r0']]);
  });

  test('is filtered by what is known of a run', async () => {
    await run('passed');
    await run('failed', 'fail');
    await run('dirty', 'error', 'dirty');
    await worker.journals.create('going');
    await database.admin.query(`
      INSERT INTO runs (id, environment, experiment, service, schedule) VALUES ('queued', 'staging', 'e', 's', 'weekly')`);
    expect(await named({ verdict: 'fail' })).toEqual(['failed']);
    expect(await named({ isUnclean: true })).toEqual(['dirty']);
    expect(await named({ state: 'going' })).toEqual(['going']);
    expect(await named({ state: 'queued' })).toEqual(['queued']);
    expect(await named({ state: 'concluded', verdict: 'pass' })).toEqual(['passed']);
    for (const filter of [
      { environment: 'staging' },
      { experiment: 'e' },
      { service: 's' },
      { schedule: 'weekly' },
    ]) {
      expect(await named(filter)).toEqual(['queued']);
    }
    expect(await named({ environment: 'staging', verdict: 'fail' })).toEqual([]);
  });

  test('a run is found by its name, with what its journal told', async () => {
    await run('r1', 'fail', 'dirty');
    expect(await list.find('r1')).toMatchObject({
      id: 'r1',
      phase: 'concluded',
      verdict: 'fail',
      cleanup: 'dirty',
      message: 'done',
      lastSeq: 1,
      concludedAt: expect.any(Date),
    });
    expect(await list.find('r2')).toBeUndefined();
  });

  test('old runs are forgotten after they were archived, dirty and going ones are kept', async () => {
    await run('old');
    await run('refused');
    await run('dirty', 'error', 'dirty');
    await worker.journals.create('going');
    await run('new');
    await database.admin.query(`
      UPDATE runs SET concluded_at = concluded_at - interval '2 years' WHERE id <> 'new'`);
    const archived: Record<string, JournalRecord[]> = {};
    const forget = (archive?: Parameters<typeof forgetRuns>[0]['archive']) =>
      forgetRuns({ database: worker.database, olderThanMs: YEAR, limit: 10, ...(archive && { archive }) });
    const failing = forget(async (name, records) => {
      if (name === 'refused') throw new Error('disk full');
      archived[name] = await Array.fromAsync(records);
    });
    await expect(failing).rejects.toThrow('disk full');
    expect(archived).toEqual({ old: [expect.objectContaining({ run: 'old', seq: 1 })] });
    expect(await named({})).toEqual(['new', 'going', 'dirty', 'refused']);
    expect(await forget()).toBe(1);
    expect(await forget()).toBe(0);
    expect(await named({})).toEqual(['new', 'going', 'dirty']);
    expect((await database.admin.query(`SELECT DISTINCT run FROM run_events ORDER BY run`)).rows).toEqual([
      { run: 'dirty' },
      { run: 'new' },
    ]);
  });

  test('old occurrences are forgotten, a few at a time', async () => {
    await database.admin.query(`
      INSERT INTO schedules (name, rule, environment, experiment, request, changed_by) VALUES ('s', '{}', 'e', 'x', '{}', 't');
      INSERT INTO occurrences (schedule, due_at, start_at, decided_at)
        SELECT 's', at, at, at FROM generate_series(1, 5) AS n, LATERAL (SELECT now() - n * interval '200 days' AS at) AS d`);
    const forget = () => forgetOccurrences({ database: worker.database, olderThanMs: YEAR, limit: 3 });
    expect([await forget(), await forget(), await forget()]).toEqual([3, 1, 0]);
  });
});
