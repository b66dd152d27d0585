import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openTestDatabase, type TestDatabase } from '../../../testkit/src/test-database.ts';
import { until } from '../../../testkit/src/until.ts';
import { type Database, openDatabase } from '../database/open-database.ts';
import { type JobHandlers, type Jobs, openJobs } from './jobs.ts';

describe('the delivery of jobs', () => {
  let testDatabase: TestDatabase;
  let database: Database;
  const opened: Jobs[] = [];

  beforeEach(async () => {
    testDatabase = await openTestDatabase();
    database = await openDatabase({ url: testDatabase.url, name: 'muster-test' });
  });
  afterEach(async () => {
    for (const jobs of opened.splice(0)) await jobs.close();
    await database.close();
    await testDatabase.close();
  });

  async function open(handlers?: Partial<JobHandlers>): Promise<Jobs> {
    const jobs = await openJobs({ database, onError: () => undefined });
    opened.push(jobs);
    const nothing = async (): Promise<void> => undefined;
    if (handlers !== undefined) {
      await jobs.work({ startRun: nothing, startRunFailed: nothing, housekeeping: nothing, ...handlers });
    }
    return jobs;
  }
  const send = (jobs: Jobs, run: string, environment = 'staging') =>
    database.orm.transaction((manager) => jobs.startRun(manager, run, environment));

  test('each run goes to one of the workers', async () => {
    const got: string[] = [];
    const startRun = async (run: string) => void got.push(run);
    const jobs = await open();
    await open({ startRun });
    await open({ startRun });
    const names = Array.from({ length: 20 }, (_, index) => `r${String(index).padStart(2, '0')}`);
    for (const run of names) await send(jobs, run);
    await until(() => got.length >= names.length, 'every run');
    expect(got.toSorted()).toEqual(names);
  });

  test('of one run at most one job waits, and another one may wait while it is worked on', async () => {
    const jobs = await open();
    await send(jobs, 'r1');
    await send(jobs, 'r1');
    const count = async () =>
      (await testDatabase.admin.query(`SELECT FROM pgboss.job WHERE name = 'run.start'`)).rowCount;
    expect(await count()).toBe(1);
    const { promise, resolve } = Promise.withResolvers<void>();
    let got = 0;
    await open({
      startRun: () => {
        got += 1;
        return got === 1 ? promise : Promise.resolve();
      },
    });
    await until(() => got === 1, 'the first');
    await send(jobs, 'r1');
    await until(() => got === 2, 'the second');
    resolve();
  });

  test('an environment with many runs does not keep another one waiting', async () => {
    const jobs = await open();
    for (let index = 0; index < 40; index += 1) await send(jobs, `busy ${index}`, 'busy');
    await send(jobs, 'calm', 'calm');
    const got: string[] = [];
    await open({
      startRun: async (run) => {
        got.push(run);
        await delay(200);
      },
    });
    await until(() => got.includes('calm'), 'the run of the calm environment');
    expect(got.length).toBeLessThan(20);
  });

  test('many runs are delivered one after the other, without waiting for a poll', async () => {
    const jobs = await open();
    const names = Array.from({ length: 100 }, (_, index) => `r${index}`);
    for (const [index, run] of names.entries()) await send(jobs, run, `environment ${index % 3}`);
    const got: string[] = [];
    await open({ startRun: async (run) => void got.push(run) });
    // 25 polls would take 50 s.
    await until(() => got.length === names.length, 'every run');
    expect(got.toSorted()).toEqual(names.toSorted());
  });

  test('what fails is tried again, and in the end told as failed', async () => {
    await testDatabase.admin.query(
      `UPDATE pgboss.queue SET retry_limit = 1, retry_delay = 0, retry_backoff = false WHERE name = 'run.start'`,
    );
    let tries = 0;
    const failed: string[] = [];
    const jobs = await open({
      startRun: async () => {
        tries += 1;
        throw new Error('no driver');
      },
      startRunFailed: async (run) => void failed.push(run),
    });
    await send(jobs, 'r1');
    await until(() => failed.length > 0, 'the failure');
    expect({ tries, failed }).toEqual({ tries: 2, failed: ['r1'] });
  });

  test('housekeeping is planned once a minute', async () => {
    await open({});
    await open({});
    const { rows } = await testDatabase.admin.query('SELECT name, cron FROM pgboss.schedule');
    expect(rows).toEqual([{ name: 'housekeeping', cron: '* * * * *' }]);
  });
});
