import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import type { Probe } from '#core';
import { type RunningPostgres, startPostgres } from '#postgres';
import { describeProbeContract } from '../../testkit/src/probe-contract.ts';
import { until } from '../../testkit/src/until.ts';
import { bind, closedPort, fieldsOf, measure } from './probe.lab.spec-support.ts';
import { sql } from './sql.probe.ts';

const SECRET = 'SHOP_DATABASE_URL';

interface Database {
  readonly server: RunningPostgres;
  restart(): Promise<void>;
  readonly close: () => Promise<void>;
}

async function openDatabase(): Promise<Database> {
  const dir = await mkdtemp(path.join(tmpdir(), 'muster-sql-'));
  // Started by root, the server runs as another user, who must get in.
  await chmod(dir, 0o755);
  const start = (port: number) =>
    startPostgres({
      dataDir: path.join(dir, 'data'),
      port,
      settings: { max_connections: '8', superuser_reserved_connections: '3', fsync: 'off' },
    });
  let server = await start(0);
  return {
    server,
    async restart() {
      await server.stop();
      server = await start(server.port ?? 0);
    },
    async close() {
      await server.stop();
      await rm(dir, { recursive: true });
    },
  };
}

describeProbeContract(sql, async () => {
  const { server, close } = await openDatabase();
  const url = { secret: SECRET };
  return {
    up: { url, query: 'select 1 as answer, null as nothing, true as yes' },
    down: {
      with: { url: `postgres://shop@127.0.0.1:${await closedPort()}/shop`, query: 'select 1' },
      fields: { connected: false, rows: 0, failed: 'refused' },
    },
    broken: { url, query: 'select price from no_such_table' },
    hanging: { url, query: 'select pg_sleep(60)' },
    secrets: { [SECRET]: server.connectionString, PASSWORD: new URL(server.connectionString).password },
    close,
  };
});

describe('sql', () => {
  let database: Database;
  let admin: Client;
  const opened: Probe[] = [];
  const secrets = () => ({ [SECRET]: database.server.connectionString });
  const asking = (query: string): Probe => {
    const probe = bind(sql, { url: { secret: SECRET }, query });
    opened.push(probe);
    return probe;
  };
  const connectAdmin = async () => {
    admin = new Client({ connectionString: database.server.connectionString, application_name: 'admin' });
    admin.on('error', () => undefined);
    await admin.connect();
  };
  const sessions = async (where: string) => {
    const { rows } = await admin.query<{ pid: number }>(
      `select pid from pg_stat_activity where application_name = 'muster-probe' and ${where}`,
    );
    return rows.map(({ pid }) => pid);
  };

  beforeAll(async () => {
    database = await openDatabase();
    await connectAdmin();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((probe) => probe.close()));
  });
  afterAll(async () => {
    await admin.end();
    await database.close();
  });

  test('columns of the first row are fields: numbers as numbers, null left out', async () => {
    const query = `select count(*) as orders, 1.5::numeric as price, null as gone, 'x' as text,
      '{"a":1}'::json as json, timestamptz '2026-01-02T03:04:05Z' as at from generate_series(1, 3)`;
    expect(await measure(asking(query), { secrets: secrets() })).toEqual({
      outcome: 'measured',
      fields: {
        orders: 3,
        price: 1.5,
        text: 'x',
        json: '{"a":1}',
        at: '2026-01-02T03:04:05.000Z',
        connected: true,
        failed: '',
        rows: 1,
        latency: expect.any(Number),
      },
    });
  });

  test('counts rows; a column cannot pass for what is measured', async () => {
    const query = `select 'no' as connected, 99 as rows from generate_series(1, 3)`;
    const fields = await fieldsOf(sql, { url: { secret: SECRET }, query }, { secrets: secrets() });
    expect(fields).toMatchObject({ connected: true, rows: 3 });
  });

  test('keeps one session, and opens another after it was ended', async () => {
    const probe = asking('select pg_backend_pid() as backend');
    const backendOf = async () => {
      const measurement = await measure(probe, { secrets: secrets() });
      return measurement.outcome === 'measured' ? measurement.fields.backend : undefined;
    };
    const first = await backendOf();
    expect(await backendOf()).toBe(first);
    await admin.query('select pg_terminate_backend($1)', [first]);
    await until(async () => (await sessions('true')).length === 0, 'the session to end');
    // The news may arrive with the next question.
    await until(async () => typeof (await backendOf()) === 'number', 'a new session');
    expect(await backendOf()).not.toBe(first);
  });

  test('ended while it is asked: measured, with the reason', async () => {
    const measuring = measure(asking('select pg_sleep(60)'), { secrets: secrets(), timeoutMs: 20_000 });
    await until(async () => (await sessions(`wait_event = 'PgSleep'`)).length === 1, 'the query to run');
    await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'muster-probe'`,
    );
    expect(await measuring).toMatchObject({ fields: { connected: true, rows: 0, failed: 'shutdown' } });
  });

  test('a query that ran out of time ends on the server too, and piles nothing up', async () => {
    const probe = asking('select pg_sleep(60)');
    for (let round = 0; round < 3; round += 1) {
      expect(await measure(probe, { secrets: secrets(), timeoutMs: 150 })).toMatchObject({
        fields: { failed: 'timeout', rows: 0 },
      });
    }
    await until(async () => (await sessions('true')).length === 0, 'every query to end on the server');
  });

  test('no place left is a measurement', async () => {
    await admin.query(`drop role if exists guest`);
    await admin.query(`create role guest login password 'guest'`);
    const url = new URL(database.server.connectionString);
    [url.username, url.password] = ['guest', 'guest'];
    const holders = Array.from({ length: 4 }, () => new Client({ connectionString: url.href }));
    for (const holder of holders) await holder.connect();
    const query = { url: { secret: SECRET }, query: 'select 1' };
    const fields = await fieldsOf(sql, query, { secrets: { [SECRET]: url.href } });
    expect(fields).toMatchObject({ connected: false, failed: 'full' });
    await Promise.all(holders.map((holder) => holder.end()));
  });

  test('a wrong password cannot be measured with, and is not told', async () => {
    const url = new URL(database.server.connectionString);
    url.password = 'hunter2';
    const query = { url: { secret: SECRET }, query: 'select 1' };
    const fields = await fieldsOf(sql, query, { secrets: { [SECRET]: url.href } });
    expect(fields).toEqual({ error: expect.stringContaining('password authentication failed') });
    expect(JSON.stringify(fields)).not.toContain('hunter2');
  });

  test('measures on after the server was started anew', async () => {
    const probe = asking('select 1 as one');
    expect(await measure(probe, { secrets: secrets() })).toMatchObject({ fields: { one: 1 } });
    await admin.end();
    await database.restart();
    await connectAdmin();
    await until(async () => {
      const measurement = await measure(probe, { secrets: secrets() });
      return measurement.outcome === 'measured' && measurement.fields.one === 1;
    }, 'a measurement of the new server');
  });

  test('tells the host that counts, and no password', () => {
    const hostsOf = (url: unknown) => sql.hosts(sql.params.parse({ url, query: 'select 1' }));
    expect(hostsOf('postgres://shop@db.test/shop')).toEqual(['db.test']);
    expect(hostsOf('postgres://shop@127.0.0.1/shop?host=db.test')).toEqual(['db.test']);
    expect(hostsOf('postgres:///shop?host=/run/postgresql')).toEqual(['localhost']);
    expect(hostsOf({ secret: SECRET })).toEqual([]);
    for (const url of ['postgres://shop:hunter2@db.test/shop', 'postgres://db.test/shop?password=hunter2']) {
      expect(sql.params.safeParse({ url, query: 'select 1' }).success).toBe(false);
      const told = sql.explain({ url, query: 'select 1' });
      expect(told).not.toContain('hunter2');
      expect(told).toContain('db.test');
    }
  });
});
