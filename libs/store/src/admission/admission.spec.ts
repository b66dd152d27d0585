import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Cleanup, RunEvent, RunJournal } from '#core';
import { openTestDatabase, type TestDatabase } from '../../../testkit/src/test-database.ts';
import { until } from '../../../testkit/src/until.ts';
import { HaltSwitch } from '../halt/halt-switch.ts';
import { type Jobs, openJobs } from '../jobs/jobs.ts';
import { openWorker, type TestWorker } from '../worker.spec-support.ts';
import type { Obstacle } from './obstacle.ts';
import { type RunRequest, RunRequests } from './run-requests.ts';

const durable = { durable: true };
const holding: RunEvent = { type: 'phase.entered', phase: 'holding' };
const concluded = (cleanup: Cleanup): RunEvent => ({
  type: 'run.concluded',
  verdict: 'pass',
  cleanup,
  message: 'done',
});

const isStarted = (outcome: RunJournal | Obstacle | undefined): outcome is RunJournal =>
  outcome !== undefined && 'append' in outcome;

async function conclude(journal: RunJournal, cleanup: Cleanup = 'clean'): Promise<void> {
  await journal.append([concluded(cleanup)], 1, durable);
  await journal.close();
}

describe('admission of runs', () => {
  let database: TestDatabase;
  let worker: TestWorker;
  let other: TestWorker;
  let jobs: Jobs;
  let requests: RunRequests;

  beforeEach(async () => {
    database = await openTestDatabase();
    worker = await openWorker(database.url);
    other = await openWorker(database.url);
    jobs = await openJobs({ database: worker.database, onError: () => undefined });
    requests = new RunRequests(worker.database, jobs);
  });
  afterEach(async () => {
    await jobs.close();
    await worker.close();
    await other.close();
    await database.close();
  });

  const request = (run: string, environment = 'staging'): RunRequest => ({
    run,
    environment,
    experiment: 'slow-payments',
    service: 'checkout',
    request: { version: 3 },
    requestedBy: 'team-checkout',
    schedule: null,
  });
  const start = (run: string, { limit = 100, targets = [] as string[], by = worker } = {}) =>
    by.journals.start({ run, limit, targets });
  const queuedJobs = async (): Promise<string[]> => {
    const sql = `SELECT data->>'run' AS run FROM pgboss.job WHERE name = 'run.start' AND state = 'created' ORDER BY 1`;
    return (await database.admin.query<{ run: string }>(sql)).rows.map(({ run }) => run);
  };
  /** As if some worker had got the jobs. */
  const takeJobs = async (): Promise<string[]> => {
    const queued = await queuedJobs();
    await database.admin.query(`DELETE FROM pgboss.job WHERE name = 'run.start'`);
    return queued;
  };

  test('a run and its job are one transaction', async () => {
    const undone = worker.database.orm.transaction(async (manager) => {
      await requests.add(request('r1'), manager);
      throw new Error('changed my mind');
    });
    await expect(undone).rejects.toThrow('changed my mind');
    expect(await queuedJobs()).toEqual([]);
    expect(await requests.find('r1')).toBeUndefined();

    await requests.add(request('r1'));
    expect(await queuedJobs()).toEqual(['r1']);
    expect(await requests.find('r1')).toEqual({ ...request('r1'), requestedAt: expect.any(Date) });
    await expect(requests.add(request('r1'))).rejects.toMatchObject({ code: 'MUS3001' });
    expect(await queuedJobs()).toEqual(['r1']);
  });

  test('is given once, however often it is asked for', async () => {
    await requests.add(request('r1'));
    const outcomes = await Promise.all(
      [worker, other, worker, other].map((by) => start('r1', { by, targets: ['a'] })),
    );
    expect(outcomes.filter(isStarted)).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === undefined)).toHaveLength(3);
    expect(await requests.find('r1')).toBeUndefined();
  });

  test('is given to as many runs of an environment as its limit says, and to the others in their turn', async () => {
    const names = Array.from({ length: 10 }, (_, index) => `r${index}`);
    for (const name of names) await requests.add(request(name));
    await requests.add(request('elsewhere', 'production'));
    await takeJobs();
    const outcomes = await Promise.all(
      names.map((name, index) => start(name, { limit: 3, by: index % 2 ? worker : other })),
    );
    const started = outcomes.filter(isStarted);
    expect(started).toHaveLength(3);
    expect(outcomes.find((outcome) => !isStarted(outcome))).toEqual({
      kind: 'environment-full',
      message: '3 runs go on in staging (limit 3)',
    });
    expect(isStarted(await start('elsewhere', { limit: 1 }))).toBe(true);

    const waiting = names.filter((name) => !started.some(({ run }) => run === name));
    for (const run of waiting) {
      await requests.wait({ run, limit: 3, targets: [] }, { kind: 'environment-full', message: 'full' });
    }
    expect(await queuedJobs()).toEqual([]);
    await conclude(started[0]!);
    expect(await requests.dispatchWaiting()).toBe(1);
    expect(await queuedJobs()).toEqual([waiting[0]]);
    expect(isStarted(await start(waiting[0]!, { limit: 3 }))).toBe(true);
    expect(await requests.dispatchWaiting()).toBe(0);
  });

  test('takes turns between environments', async () => {
    for (let index = 0; index < 20; index += 1) await requests.add(request(`a${index}`, 'busy'));
    await requests.add(request('b0', 'calm'));
    await takeJobs();
    const halt = new HaltSwitch(worker.database);
    await halt.halt({ why: 'storm', by: 'primary on call' });
    for (const run of [...Array.from({ length: 20 }, (_, index) => `a${index}`), 'b0']) {
      const outcome = await start(run, { limit: 2 });
      if (outcome !== undefined && !isStarted(outcome)) {
        await requests.wait({ run, limit: 2, targets: [] }, outcome);
      }
    }
    expect(await requests.dispatchWaiting()).toBe(0);
    await halt.lift();
    expect(await requests.dispatchWaiting()).toBe(3);
    expect(await queuedJobs()).toEqual(['a0', 'a1', 'b0']);
  });

  test('two runs never get the same target, and neither waits for the other for ever', async () => {
    for (let round = 0; round < 20; round += 1) {
      const [first, second] = [`r${round}a`, `r${round}b`];
      await requests.add(request(first));
      await requests.add(request(second));
      const outcomes = await Promise.all([
        start(first, { targets: ['proxy payments', 'process checkout'] }),
        start(second, { targets: ['process checkout', 'proxy payments'], by: other }),
      ]);
      const [winner, ...others] = outcomes.filter(isStarted);
      expect(others).toEqual([]);
      expect(outcomes.find((outcome) => outcome !== winner)).toEqual({
        kind: 'target-held',
        message: `process checkout is harmed by run ${winner!.run}; proxy payments is harmed by run ${winner!.run}`,
      });
      await conclude(winner!);
    }
  });

  test('a target that was left dirty stays claimed until the run was recovered', async () => {
    for (const run of ['r1', 'r2']) await requests.add(request(run));
    await conclude((await start('r1', { targets: ['a', 'b'] })) as RunJournal, 'dirty');
    const outcome = await start('r2', { targets: ['b', 'c'] });
    expect(outcome).toEqual({
      kind: 'target-held',
      message: 'b was left dirty by run r1, which must be recovered first',
    });
    await requests.wait({ run: 'r2', limit: 9, targets: ['b', 'c'] }, outcome as Obstacle);
    await takeJobs();
    expect(await requests.dispatchWaiting()).toBe(0);
    await conclude(await other.journals.takeOver('r1'));
    expect(await requests.dispatchWaiting()).toBe(1);
    expect(isStarted(await start('r2', { targets: ['b', 'c'] }))).toBe(true);
  });

  test('what was in the way may be gone before the run waits for it', async () => {
    for (const run of ['r1', 'r2']) await requests.add(request(run));
    await takeJobs();
    const first = (await start('r1', { targets: ['a'] })) as RunJournal;
    const outcome = (await start('r2', { targets: ['a'] })) as Obstacle;
    await conclude(first);
    await requests.dispatchWaiting();
    await requests.wait({ run: 'r2', limit: 9, targets: ['a'] }, outcome);
    expect(await queuedJobs()).toEqual(['r2']);
  });

  test('halt all: told to every worker, nothing starts until it is lifted', async () => {
    await requests.add(request('r1'));
    const halt = new HaltSwitch(worker.database);
    await halt.halt({ why: 'customers are hit', by: 'primary on call' });
    await halt.halt({ why: 'second', by: 'somebody else' });
    const order = { why: 'customers are hit', by: 'primary on call' };
    await until(() => worker.orders().halt !== null && other.orders().halt !== null, 'the order');
    expect([worker.orders().halt, other.orders().halt]).toEqual([order, order]);
    expect(await halt.current()).toEqual({ ...order, since: expect.any(Date) });
    expect(await start('r1')).toMatchObject({
      kind: 'halted',
      message: expect.stringMatching(
        /^all runs are halted since 20.* by primary on call: customers are hit$/,
      ),
    });
    await halt.lift();
    await until(() => worker.orders().halt === null, 'the end of the halt');
    expect(await halt.current()).toBeUndefined();
    expect(isStarted(await start('r1'))).toBe(true);
  });

  test('abort: a queued run ends, a running one is told to its worker', async () => {
    for (const run of ['r1', 'r2']) await requests.add(request(run));
    const journal = (await start('r1', { by: other })) as RunJournal;
    expect(await requests.abort('r1', 'enough')).toBe('aborting');
    await until(() => other.orders().aborts.length > 0, 'the order');
    expect(other.orders().aborts).toEqual([{ run: 'r1', why: 'enough' }]);
    expect(worker.orders().aborts).toEqual([]);
    await conclude(journal);
    expect(await requests.abort('r1', 'too late')).toBe('concluded before');

    expect(await requests.abort('r2', 'not needed')).toBe('ended');
    expect(await start('r2')).toBeUndefined();
    await expect(requests.abort('r3', 'why')).rejects.toMatchObject({ code: 'MUS3004' });
    expect(await requests.refuse('r2', 'no')).toBe(false);
  });

  test('a run that cannot be started is concluded with the reason', async () => {
    await requests.add(request('r1'));
    expect(await requests.refuse('r1', 'no target found')).toBe(true);
    const { rows } = await database.admin.query('SELECT phase, verdict, cleanup, message FROM runs');
    expect(rows).toEqual([
      { phase: 'concluded', verdict: 'error', cleanup: 'clean', message: 'no target found' },
    ]);
    expect(await start('r1')).toBeUndefined();
  });

  test('a run whose worker died before its first record is queued again, and the dead one cannot write', async () => {
    await requests.add(request('r1'));
    await takeJobs();
    const dead = (await start('r1', { by: other, targets: ['a'] })) as RunJournal;
    await database.admin.query('DELETE FROM workers WHERE id = $1', [other.lease.id]);
    expect(await worker.journals.takeOverOrphans(10)).toEqual([]);
    expect(await requests.requeueUnstarted()).toBe(1);
    expect(await requests.requeueUnstarted()).toBe(0);
    expect(await queuedJobs()).toEqual(['r1']);
    await expect(dead.append([holding], 1, durable)).rejects.toMatchObject({ code: 'MUS3005' });
    expect(await start('r1', { targets: ['a'] })).toMatchObject({ fence: 2 });
  });

  test('a start whose answer was lost is queued again, too', async () => {
    await requests.add(request('r1'));
    await takeJobs();
    await start('r1');
    const forgetful = await openWorker(database.url);
    await database.admin.query('UPDATE runs SET worker = $1', [forgetful.lease.id]);
    expect(await requests.requeueUnstarted()).toBe(0);
    expect(await forgetful.journals.takeOverOrphans(10)).toEqual([]);
    expect(await requests.requeueUnstarted()).toBe(1);
    await forgetful.close();
  });
});
