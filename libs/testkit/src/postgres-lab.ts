// A PostgreSQL lab: a real, small server, observed by an ordinary user who wants one connection.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { startPostgres } from '#postgres';
import { drivers } from '#targets';
import type { FaultLab } from './fault-lab.ts';

const PASSWORD = 'shop-secret-password';
const SECRET = 'SHOP_DATABASE_URL';
const IS_HELD = "application_name like 'muster-test-%'";
const TOO_MANY_CONNECTIONS = '53300';

export interface PostgresLab extends FaultLab {
  /** Of the superuser. */
  readonly adminUrl: string;
  /** Ends the sessions of faults from the server's side. */
  terminateHeld(): Promise<void>;
}

export async function openPostgresLab(): Promise<PostgresLab> {
  const stateDir = await mkdtemp(path.join(tmpdir(), 'muster-postgres-lab-'));
  // Started by root, the server runs as another user, who must get in.
  await chmod(stateDir, 0o755);
  const server = await startPostgres({
    dataDir: path.join(stateDir, 'data'),
    port: 0,
    settings: { max_connections: '20', superuser_reserved_connections: '3', fsync: 'off', autovacuum: 'off' },
  });
  const admin = new Client({ connectionString: server.connectionString });
  await admin.connect();
  await admin.query(`create role shop login password '${PASSWORD}'`);
  const url = new URL(server.connectionString);
  url.username = 'shop';
  url.password = PASSWORD;
  const dead = new URL(url);
  dead.port = '1';
  return {
    driver: drivers.get('endpoint')!,
    living: { config: {}, select: { url: { secret: SECRET } } },
    dead: { config: {}, select: { url: { secret: 'DEAD' } } },
    secrets: { [SECRET]: url.href, DEAD: dead.href, PASSWORD },
    stateDir,
    adminUrl: server.connectionString,
    async terminateHeld() {
      await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${IS_HELD}`);
    },
    async snapshot() {
      const { rows } = await admin.query<{ taken: number }>(
        `select count(*)::int as taken from pg_stat_activity where ${IS_HELD}`,
      );
      return { taken: rows[0]?.taken ?? 0 };
    },
    isHarmed: () => isRefused(url.href),
    restore: async () => undefined,
    async close() {
      await admin.end();
      await server.stop();
      await rm(stateDir, { recursive: true });
    },
  };
}

/** true: no place is left for an ordinary user. */
async function isRefused(connectionString: string): Promise<boolean> {
  const client = new Client({ connectionString });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return false;
  } catch (error) {
    if ((error as { code?: string }).code === TOO_MANY_CONNECTIONS) return true;
    throw error;
  } finally {
    await client.end();
  }
}
