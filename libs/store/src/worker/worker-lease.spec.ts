import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openTestDatabase, type TestDatabase } from '../../../testkit/src/test-database.ts';
import { until } from '../../../testkit/src/until.ts';
import { openWorker, type TestWorker } from '../worker.spec-support.ts';
import { BURY, ORDERS_CHANNEL } from './worker.statements.ts';

/** Fast enough for a test, with room for a busy machine. A renewal is given up after a third of `ttlMs`, before it is late. */
const QUICK = { ttlMs: 2400, everyMs: 100, lateMs: 1200, marginMs: 800 };

describe('the lease of a worker', () => {
  let database: TestDatabase;
  let worker: TestWorker;

  beforeEach(async () => {
    database = await openTestDatabase();
    worker = await openWorker(database.url, QUICK);
  });
  afterEach(async () => {
    await worker.close();
    await database.close();
  });

  const rows = async (sql: string) => (await database.admin.query<Record<string, unknown>>(sql)).rows;

  test('is renewed as long as the worker lives, and says who it is', async () => {
    const [first] = await rows('SELECT host, pid, version, expires_at FROM workers');
    expect(first).toMatchObject({ host: 'test-host', pid: process.pid, version: '0.0.0' });
    const later = `SELECT FROM workers WHERE expires_at > $1`;
    await until(
      async () => (await database.admin.query(later, [first!['expires_at']])).rowCount === 1,
      'a renewal',
    );
    expect(worker.lease.isHeld()).toBe(true);
    expect(worker.told).toEqual([]);
  });

  test('that cannot be renewed is told late, then lost, before the database lets others take over', async () => {
    await database.admin.query('BEGIN');
    await database.admin.query('SELECT FROM workers FOR UPDATE');
    await until(() => worker.told.length === 2, 'the loss');
    const [row] = await rows('SELECT expires_at > clock_timestamp() AS holds FROM workers');
    expect(row).toEqual({ holds: true });
    expect(worker.lease.isHeld()).toBe(false);
    expect(worker.told).toEqual([
      expect.stringMatching(/^late: .* was not renewed for .* \(limit 1.2 s\): /),
      expect.stringMatching(/^lost: .* was not renewed for .* \(limit 1.6 s\): /),
    ]);
    await database.admin.query('COMMIT');
    // What is lost stays lost, though the row may still be there.
    expect(worker.lease.isHeld()).toBe(false);
  });

  test('comes back from late when the database answers again', async () => {
    await database.admin.query('BEGIN');
    await database.admin.query('SELECT FROM workers FOR UPDATE');
    await until(() => worker.told.length === 1, 'lateness');
    await database.admin.query('COMMIT');
    await until(async () => {
      const [row] = await rows(
        `SELECT expires_at > clock_timestamp() + interval '2 s' AS fresh FROM workers`,
      );
      return row?.['fresh'] === true;
    }, 'a renewal');
    expect(worker.told).toHaveLength(1);
    expect(worker.lease.isHeld()).toBe(true);
  });

  test('is over at the first look of a process that stood still', async () => {
    const journal = await worker.journals.create('r1');
    expect(journal.isLost()).toBe(false);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1700);
    expect(journal.isLost()).toBe(true);
    expect(worker.lease.isHeld()).toBe(false);
  });

  test('is lost at once when the database has given the worker up', async () => {
    await database.admin.query(`UPDATE workers SET expires_at = clock_timestamp() - interval '1 ms'`);
    await database.admin.query(BURY);
    await until(() => worker.told.length === 1, 'the loss');
    expect(worker.told[0]).toMatch(/^lost: .*the database has given it up/);
  });

  test('is not ended by others while a renewal is under way', async () => {
    await database.admin.query(`UPDATE workers SET expires_at = clock_timestamp() + interval '50 ms'`);
    await database.admin.query('BEGIN');
    await database.admin.query(`UPDATE workers SET expires_at = clock_timestamp() + interval '1 min'`);
    const other = await openWorker(database.url);
    await other.journals.takeOverOrphans(1);
    await database.admin.query('COMMIT');
    expect(await rows('SELECT FROM workers')).toHaveLength(2);
    await other.close();
  });

  test('leaves nothing behind when it is released', async () => {
    await worker.lease.release();
    await worker.lease.release();
    expect(await rows('SELECT FROM workers')).toEqual([]);
    expect(worker.lease.isHeld()).toBe(false);
    expect(worker.told).toEqual([]);
  });

  test('brings orders at once when somebody notifies', async () => {
    const patient = await openWorker(database.url, { everyMs: 60_000, ttlMs: 200_000, lateMs: 100_000 });
    await patient.journals.create('r1');
    await database.admin.query(`UPDATE runs SET abort_why = 'enough' WHERE id = 'r1'`);
    await database.admin.query(`NOTIFY ${ORDERS_CHANNEL}`);
    await until(() => patient.orders().aborts.length > 0, 'the order');
    expect(patient.orders()).toEqual({ halt: null, aborts: [{ run: 'r1', why: 'enough' }] });
    expect(worker.orders()).toEqual({ halt: null, aborts: [] });
    await patient.close();
  });

  test('listens again after its connection was ended, and does not miss what was ordered meanwhile', async () => {
    const patient = await openWorker(database.url, { everyMs: 60_000, ttlMs: 200_000, lateMs: 100_000 });
    await patient.journals.create('r1');
    const listeners = `FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE '%-listen'`;
    await database.admin.query(`SELECT pg_terminate_backend(pid) ${listeners}`);
    await database.admin.query(`UPDATE runs SET abort_why = 'enough' WHERE id = 'r1'`);
    await until(() => patient.orders().aborts.length > 0, 'the order');
    await patient.close();
  });
});
