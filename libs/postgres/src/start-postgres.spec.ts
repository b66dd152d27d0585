import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { runningPostmaster } from './postmaster.ts';
import { type PostgresOptions, type RunningPostgres, startPostgres, stopPostgres } from './start-postgres.ts';

const OWNER = path.join(import.meta.dirname, 'owner.spec-support.ts');

describe('startPostgres', () => {
  let dataDir: string;
  const start = (options: Partial<PostgresOptions> = {}): Promise<RunningPostgres> =>
    startPostgres({ dataDir, ...options, settings: { fsync: 'off', ...options.settings } });
  const cluster = (): string => path.join(dataDir, 'cluster');

  const inNewFolder = async (use: (folder: string) => Promise<void>): Promise<void> => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'pg-'));
    chmodSync(folder, 0o755);
    try {
      await use(path.join(folder, 'data'));
    } finally {
      await stopPostgres({ dataDir: path.join(folder, 'data') });
      rmSync(folder, { recursive: true });
    }
  };

  // Most tests share the data, each starts its server.
  beforeAll(() => {
    dataDir = mkdtempSync(path.join(os.tmpdir(), 'pg-'));
  });
  afterEach(() => stopPostgres({ dataDir }));
  afterAll(() => rmSync(dataDir, { recursive: true }));

  it('serves on a private unix socket with the settings, and stops', async () => {
    const server = await start({ settings: { max_connections: '11' } });
    expect(await query(server.connectionString, 'show max_connections')).toEqual([{ max_connections: '11' }]);
    expect(await query(server.connectionString, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
    expect(statSync(server.socketDir).mode & 0o777).toBe(0o700);
    expect(server.port).toBeUndefined();
    await server.stop();
    expect(runningPostmaster(cluster())).toBeUndefined();
    await expect(query(server.connectionString, 'select 1')).rejects.toThrow('ENOENT');
  });

  it('wants the password over TCP, which only its owner can read', async () => {
    const server = await start({ port: 0 });
    expect(new URL(server.connectionString).port).toBe(String(server.port));
    expect(await query(server.connectionString, 'select 7 as n')).toEqual([{ n: 7 }]);
    const guess = server.connectionString.replace(/:[^:@/]+@/, ':guess@');
    await expect(query(guess, 'select 1')).rejects.toThrow('password authentication failed');
    expect(statSync(path.join(dataDir, 'password')).mode & 0o777).toBe(0o600);
    expect(await query(server.socketConnectionString, 'select 8 as n')).toEqual([{ n: 8 }]);
  });

  it('does not run as root', async () => {
    const server = await start();
    const { uid } = statSync(`/proc/${server.pid}`);
    expect(uid).not.toBe(0);
  });

  it('adopts the server of an owner that was killed', async () => {
    const owner = spawn(process.execPath, ['--conditions=muster-source', '--no-warnings', OWNER, dataDir], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [line] = (await once(owner.stdout, 'data')) as [Buffer];
    const first = JSON.parse(line.toString()) as RunningPostgres;
    await query(first.connectionString, 'create table adopted as select 7 as n');
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    const server = await start();
    expect(server).toMatchObject({ pid: first.pid, isAdopted: true });
    expect(await query(server.connectionString, 'select n from adopted')).toEqual([{ n: 7 }]);
  });

  it('starts again, with what was committed, after the server was killed under open sessions', async () => {
    const first = await start({ port: 0 });
    await query(first.connectionString, 'create table kept as select 7 as n');
    const session = new Client({ connectionString: first.connectionString });
    session.on('error', () => undefined);
    await session.connect();
    const cut = expect(session.query('select pg_sleep(60)')).rejects.toThrow();
    process.kill(first.pid, 'SIGKILL');
    const server = await start({ port: 0 });
    expect(server.isAdopted).toBe(false);
    expect(server.pid).not.toBe(first.pid);
    expect([first, server].map((one) => one.isRunning())).toEqual([false, true]);
    expect(await query(server.connectionString, 'select n from kept')).toEqual([{ n: 7 }]);
    await cut;
    await session.end();
  });

  it('gives the same new server to all who start at once', () =>
    inNewFolder(async (folder) => {
      const starts = [1, 2, 3].map(() => start({ dataDir: folder }));
      const servers = await Promise.all(starts);
      expect(new Set(servers.map(({ pid }) => pid)).size).toBe(1);
      expect(servers.filter(({ isAdopted }) => !isAdopted)).toHaveLength(1);
      expect(readdirSync(folder).sort()).toEqual(['cluster', 'password', 'postgres.log', 'socket']);
    }));

  it('is not deceived by a pid that belongs to another program now', async () => {
    await (await start()).stop();
    const lines = [process.pid, cluster(), 0, 5432, '/nowhere', '', '', 'ready'];
    writeFileSync(path.join(cluster(), 'postmaster.pid'), lines.join('\n'));
    expect(runningPostmaster(cluster())).toBeUndefined();
    const server = await start();
    expect(server.pid).not.toBe(process.pid);
  });

  it('finds a short place for the socket of a data folder with a long name', () =>
    inNewFolder(async (folder) => {
      const long = `${folder}${'d'.repeat(90)}`;
      const server = await start({ dataDir: long });
      expect(server.socketDir.startsWith(long)).toBe(false);
      expect(statSync(server.socketDir).mode & 0o777).toBe(0o700);
      expect(await query(server.connectionString, 'select 7 as n')).toEqual([{ n: 7 }]);
      await server.stop();
      expect(existsSync(server.socketDir)).toBe(false);
    }));

  it('names the port that another program has', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    try {
      await expect(start({ port })).rejects.toMatchObject({
        code: 'port-taken',
        message: expect.stringContaining(`Port ${port} on 127.0.0.1`),
      });
    } finally {
      other.close();
    }
  });

  it('names the port of a server that runs already on another one', async () => {
    const server = await start({ port: 0 });
    await expect(start({ port: 1 })).rejects.toMatchObject({
      code: 'port-taken',
      message: expect.stringContaining(`listens on port ${server.port}, not 1`),
    });
  });

  it('tells what the server says when a setting is wrong', async () => {
    await expect(start({ settings: { max_connections: 'many' } })).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringContaining('invalid value for parameter "max_connections"'),
    });
    expect(readFileSync(path.join(dataDir, 'postgres.log'), 'utf8')).toContain('max_connections');
  });
});

async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
