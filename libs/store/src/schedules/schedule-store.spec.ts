import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { occurrenceAfter, scheduleRuleSchema } from '#schedule';
import { openTestDatabase, type TestDatabase } from '../../../testkit/src/test-database.ts';
import { until } from '../../../testkit/src/until.ts';
import { RunRequests } from '../admission/run-requests.ts';
import { type Database, openDatabase } from '../database/open-database.ts';
import { HaltSwitch } from '../halt/halt-switch.ts';
import { type Jobs, openJobs } from '../jobs/jobs.ts';
import { ScheduleList } from './schedule-list.ts';
import { ScheduleStore } from './schedule-store.ts';
import { decide } from './scheduler.spec-support.ts';

const SCHEDULER = fileURLToPath(new URL('./scheduler.spec-support.ts', import.meta.url));
const MINUTE = 60_000;

describe('schedules', () => {
  let testDatabase: TestDatabase;
  let database: Database;
  let jobs: Jobs;
  let schedules: ScheduleStore;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    testDatabase = await openTestDatabase();
    database = await openDatabase({ url: testDatabase.url, name: 'muster-test' });
    jobs = await openJobs({ database, onError: () => undefined });
    schedules = new ScheduleStore(database, new RunRequests(database, jobs));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await jobs.close();
    await database.close();
    await testDatabase.close();
  });

  const rows = async (sql: string) => (await testDatabase.admin.query<Record<string, unknown>>(sql)).rows;
  const nowMs = async () => ((await rows('SELECT clock_timestamp() AS now'))[0]!['now'] as Date).getTime();

  /** As if it had been stored some time ago, when this was the next occurrence. */
  async function put(name: string, rule: object, sinceMs: number): Promise<void> {
    const parsed = scheduleRuleSchema.parse({ cron: '* * * * *', startWithin: '5h', ...rule });
    await schedules.put({
      name,
      rule: parsed,
      environment: 'staging',
      experiment: 'slow-payments',
      service: null,
      request: { version: 1 },
      isPaused: false,
      changedBy: 'team-checkout',
      next: occurrenceAfter({ name, rule: parsed }, sinceMs),
    });
  }

  test('an occurrence that is due becomes a run with its job, once', async () => {
    const dueAt = new Date(Math.floor((await nowMs()) / MINUTE) * MINUTE);
    const stamp = dueAt.toISOString();
    const cron = `${Number(stamp.slice(14, 16))} ${Number(stamp.slice(11, 13))} * * *`;
    await put('daily', { cron }, dueAt.getTime() - 1000);
    await schedules.startDue(decide);
    await schedules.startDue(decide);
    const run = `daily-${stamp.slice(0, 13)}-${stamp.slice(14, 16)}Z`;
    expect(await rows('SELECT schedule, due_at, start_at, skipped, run FROM occurrences')).toEqual([
      { schedule: 'daily', due_at: dueAt, start_at: dueAt, skipped: null, run },
    ]);
    expect(
      await rows('SELECT id, phase, environment, experiment, request, requested_by, schedule FROM runs'),
    ).toEqual([
      {
        id: run,
        phase: 'queued',
        environment: 'staging',
        experiment: 'slow-payments',
        request: { version: 1 },
        requested_by: 'schedule daily',
        schedule: 'daily',
      },
    ]);
    expect(await rows(`SELECT data FROM pgboss.job WHERE name = 'run.start'`)).toEqual([{ data: { run } }]);
    const tomorrow = new Date(dueAt.getTime() + 24 * 60 * MINUTE);
    expect(await rows('SELECT due_at, start_at FROM schedules')).toEqual([
      { due_at: tomorrow, start_at: tomorrow },
    ]);
  });

  test('each occurrence starts exactly once, with several replicas at it and one of them killed', async () => {
    const since = (await nowMs()) - 60 * MINUTE;
    const names = Array.from({ length: 6 }, (_, index) => `schedule-${index}`);
    for (let index = 0; index < 4; index += 1) {
      const args = ['--conditions=muster-source', '--no-warnings', SCHEDULER, testDatabase.url];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      children.push(child);
      await once(child.stdout, 'data');
    }
    for (const name of names) await put(name, { whileRunning: 'start' }, since);
    const count = async () => Number((await rows('SELECT count(*) FROM occurrences'))[0]!['count']);
    await until(async () => (await count()) > 60, 'occurrences');
    children[0]!.kill('SIGKILL');
    const isDone = async () =>
      (await rows('SELECT FROM schedules WHERE start_at <= clock_timestamp()')).length === 0;
    await until(isDone, 'all that is due');

    const occurrences = await rows('SELECT schedule, due_at, run FROM occurrences ORDER BY schedule, due_at');
    for (const name of names) {
      const due = occurrences.filter(({ schedule }) => schedule === name).map((one) => one['due_at'] as Date);
      const first = Math.ceil((since + 1) / MINUTE) * MINUTE;
      expect(due.map((date) => date.getTime())).toEqual(due.map((_, index) => first + index * MINUTE));
      expect(due.length).toBeGreaterThanOrEqual(60);
    }
    const runs = occurrences.map(({ run }) => run);
    expect(new Set(runs).size).toBe(runs.length);
    const requested = await rows('SELECT id FROM runs');
    expect(requested.map(({ id }) => id).sort()).toEqual(runs.toSorted());
    const sent = await rows(`SELECT data->>'run' AS run FROM pgboss.job WHERE name = 'run.start'`);
    expect(sent.map(({ run }) => run).sort()).toEqual(runs.toSorted());
  });

  test('while a run goes on the next one is skipped, or started beside it, as the rule says', async () => {
    const since = (await nowMs()) - 3 * MINUTE;
    await put('alone', {}, since);
    await put('beside', { whileRunning: 'start' }, since);
    await schedules.startDue(decide);
    const skipped = await rows(`SELECT skipped FROM occurrences WHERE schedule = 'alone' ORDER BY due_at`);
    const [first] = await rows(`SELECT id FROM runs WHERE schedule = 'alone'`);
    expect(skipped.slice(0, 3)).toEqual([
      { skipped: null },
      { skipped: `run ${String(first!['id'])} goes on` },
      { skipped: `run ${String(first!['id'])} goes on` },
    ]);
    const beside = await rows(`SELECT FROM runs WHERE schedule = 'beside'`);
    expect(beside.length).toBeGreaterThanOrEqual(3);
  });

  test('while all is halted nothing is started, and later not made up for', async () => {
    const halt = new HaltSwitch(database);
    await halt.halt({ why: 'customers are hit', by: 'primary on call' });
    await put('minutely', {}, (await nowMs()) - MINUTE);
    await schedules.startDue(decide);
    await halt.lift();
    await schedules.startDue(decide);
    const [occurrence] = await rows('SELECT skipped, run FROM occurrences ORDER BY due_at');
    expect(occurrence).toEqual({ skipped: 'all runs are halted: customers are hit', run: null });
  });

  test('a rule that cannot be computed pauses its schedule and no other', async () => {
    const since = (await nowMs()) - MINUTE;
    await put('broken', {}, since - 1000);
    await put('whole', {}, since);
    await schedules.startDue((due) => {
      if (due.name === 'broken') throw new Error('no such time zone');
      return decide(due);
    });
    expect(await rows('SELECT name, is_paused, problem FROM schedules ORDER BY name')).toEqual([
      { name: 'broken', is_paused: true, problem: 'no such time zone' },
      { name: 'whole', is_paused: false, problem: null },
    ]);
    expect(await rows('SELECT DISTINCT schedule FROM runs')).toEqual([{ schedule: 'whole' }]);
    await put('broken', {}, since);
    expect(await rows(`SELECT problem FROM schedules WHERE name = 'broken'`)).toEqual([{ problem: null }]);
  });

  test('schedules are listed by name, and the occurrences of one latest first', async () => {
    const list = new ScheduleList(database);
    const since = (await nowMs()) - 3 * MINUTE;
    for (const name of ['c', 'a', 'b']) await put(name, { whileRunning: 'start' }, since);
    const first = await list.page({ limit: 2, descending: false });
    expect(first.items.map(({ name }) => name)).toEqual(['a', 'b']);
    expect((await list.page({ limit: 2, descending: false, after: first.end })).items).toMatchObject([
      { name: 'c', environment: 'staging', isPaused: false, problem: null, rule: { cron: '* * * * *' } },
    ]);
    expect(await list.find('b')).toMatchObject({ name: 'b', changedBy: 'team-checkout' });
    expect(await list.find('d')).toBeUndefined();

    await schedules.startDue(decide);
    const latest = await list.occurrences('a', { limit: 2, descending: true });
    const earlier = await list.occurrences('a', { limit: 100, descending: true, after: latest.end });
    const times = [...latest.items, ...earlier.items].map(({ dueAt }) => dueAt.getTime());
    expect(times.length).toBeGreaterThanOrEqual(3);
    expect(times).toEqual(times.map((_, index) => times[0]! - index * MINUTE));
  });

  test('a schedule that is removed takes its occurrences along, not its runs', async () => {
    await put('minutely', {}, (await nowMs()) - MINUTE);
    await schedules.startDue(decide);
    await schedules.remove('minutely');
    expect(await rows('SELECT FROM occurrences')).toEqual([]);
    expect((await rows('SELECT FROM runs')).length).toBeGreaterThan(0);
  });
});
