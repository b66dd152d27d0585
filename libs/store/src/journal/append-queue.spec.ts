import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RunEvent } from '#core';
import { recordsOf } from '../../../testkit/src/journal-contract.ts';
import { openTestDatabase, type TestDatabase } from '../../../testkit/src/test-database.ts';
import { openWorker, type TestWorker } from '../worker.spec-support.ts';

const durable = { durable: true };
const holding: RunEvent = { type: 'phase.entered', phase: 'holding' };
const seqsOf = async (worker: TestWorker, run: string) =>
  (await recordsOf(worker.journals, run)).map(({ seq }) => seq);

describe('the appends of many runs', () => {
  let database: TestDatabase;
  let worker: TestWorker;

  beforeEach(async () => {
    database = await openTestDatabase();
    worker = await openWorker(database.url);
  });
  afterEach(async () => {
    await worker.close();
    await database.close();
  });

  const open = (...runs: string[]) => Promise.all(runs.map((run) => worker.journals.create(run)));

  test('share transactions: a hundred runs at once need a few', async () => {
    const journals = await open(...Array.from({ length: 100 }, (_, index) => `r${index}`));
    const rounds = journals.map(async (journal) => {
      for (let round = 0; round < 10; round += 1) await journal.append([holding], round, durable);
    });
    await Promise.all(rounds);
    const { rows } = await database.admin.query<{ events: number; transactions: number }>(
      'SELECT count(*)::int AS events, count(DISTINCT xmin::text)::int AS transactions FROM run_events',
    );
    expect(rows[0]!.events).toBe(1000);
    expect(rows[0]!.transactions).toBeLessThanOrEqual(30);
  });

  test('an owner with an old fence is refused, the other runs of the same statement are not', async () => {
    const [first, second, third] = await open('r1', 'r2', 'r3');
    await database.admin.query(`UPDATE runs SET fence = 2 WHERE id = 'r2'`);
    const appends = [first, second, third].map((journal) => journal!.append([holding, holding], 1, durable));
    expect(await Promise.allSettled(appends)).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'MUS3005' } },
      { status: 'fulfilled' },
    ]);
    expect(await seqsOf(worker, 'r2')).toEqual([]);
    expect(await seqsOf(worker, 'r3')).toEqual([1, 2]);
    await expect(second!.append([holding], 1, { durable: false })).rejects.toMatchObject({ code: 'MUS3005' });
    expect([first, second, third].map((journal) => journal!.isLost())).toEqual([false, true, false]);
  });

  test('what the database will not have harms its own run only, and that one writes nothing more', async () => {
    await database.admin.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room for %', NEW.run; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON run_events FOR EACH ROW WHEN (NEW.run = 'r2' AND NEW.at_ms = 1)
        EXECUTE FUNCTION refuse()`);
    const [first, second, third] = await open('r1', 'r2', 'r3');
    const appends = [
      first!.append([holding], 1, durable),
      second!.append([holding], 1, durable),
      third!.append([holding], 1, durable),
    ];
    const late = second!.append([holding], 2, durable);
    const refusal = { code: 'MUS3003', message: expect.stringContaining('no room for r2') };
    expect(await Promise.allSettled([...appends, late])).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: refusal },
      { status: 'fulfilled' },
      { status: 'rejected', reason: refusal },
    ]);
    expect(await seqsOf(worker, 'r2')).toEqual([]);
  });

  test('what is too much for one statement goes in several, in order', async () => {
    const [journal] = await open('r1');
    const text = 'x'.repeat(1_500_000);
    const events = Array.from({ length: 4 }, (_, index): RunEvent => {
      return { type: 'run.not-recovered', message: `${index}${text}` };
    });
    await Promise.all([
      ...events.map((event) => journal!.append([event], 1, durable)),
      journal!.append(Array<RunEvent>(5000).fill(holding), 2, durable),
    ]);
    const records = await recordsOf(worker.journals, 'r1');
    expect(records.slice(0, 4).map(({ event }) => event)).toEqual(events);
    expect(records.map(({ seq }) => seq)).toEqual(Array.from({ length: 5004 }, (_, index) => index + 1));
  });

  test('the row of a run follows its journal', async () => {
    const [journal] = await open('r1');
    const read = async () =>
      (await database.admin.query<Record<string, unknown>>(`SELECT * FROM runs WHERE id = 'r1'`)).rows[0];
    expect(await read()).toMatchObject({ phase: 'planned', fence: 1, last_seq: 0, concluded_at: null });
    const plan = {
      experiment: 'slow-payments',
      environment: { name: 'staging' },
      service: 'checkout',
      hash: 'h',
    };
    const owner = { pid: 1, host: 'h' };
    await journal!.append(
      [
        { type: 'run.planned', plan, owner, musterVersion: '0' } as unknown as RunEvent,
        { type: 'phase.entered', phase: 'baseline' },
        holding,
      ],
      1,
      durable,
    );
    expect(await read()).toMatchObject({
      experiment: 'slow-payments',
      environment: 'staging',
      service: 'checkout',
      plan_hash: 'h',
      phase: 'holding',
      last_seq: 3,
      verdict: null,
      concluded_at: null,
    });
    const message = 'found \0 there';
    await journal!.append(
      [{ type: 'run.concluded', verdict: 'fail', cleanup: 'dirty', message }, holding],
      2,
      durable,
    );
    expect(await read()).toMatchObject({
      phase: 'holding',
      verdict: 'fail',
      cleanup: 'dirty',
      message: 'found \ufffd there',
      concluded_at: expect.any(Date),
    });
  });
});
