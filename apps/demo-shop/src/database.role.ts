// Owns PostgreSQL: starts or adopts it, fills it, and stops it when the shop ends, however that happens.
import path from 'node:path';
import { Client } from 'pg';
import { startPostgres } from '#postgres';
import type { ShopConfig } from './shop.config.ts';
import { SCHEMA } from './shop.database.ts';

const SETTINGS = {
  max_connections: '40',
  superuser_reserved_connections: '3',
  fsync: 'off',
};
/** For data that nobody misses: everybody on this machine may come in, so the addresses of the shop hold no secret. */
const TRUST = 'host all all 127.0.0.1/32 trust';

export interface Stoppable {
  stop(): Promise<void>;
}

export async function runDatabase({ stateDir, ports }: ShopConfig): Promise<Stoppable> {
  const server = await startOnPort(path.join(stateDir, 'database'), ports.postgres);
  await prepare(server.connectionString);
  return server;
}

/** A server that an earlier shop left may listen elsewhere. */
async function startOnPort(dataDir: string, port: number): ReturnType<typeof startPostgres> {
  try {
    return await startPostgres({ dataDir, port, settings: SETTINGS });
  } catch (error) {
    if ((error as { code?: string }).code !== 'port-taken') throw error;
    const left = await startPostgres({ dataDir });
    await left.stop();
    return startPostgres({ dataDir, port, settings: SETTINGS });
  }
}

async function prepare(connectionString: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(SCHEMA);
    const { rows } = await client.query<{ file: string; rules: string }>(
      `select current_setting('hba_file') as file, pg_read_file(current_setting('hba_file')) as rules`,
    );
    const [found] = rows;
    if (found === undefined || found.rules.startsWith(TRUST)) return;
    const lines = [TRUST, ...found.rules.split('\n').filter((line) => /^\w/.test(line))];
    const values = lines.map((line) => `(${client.escapeLiteral(line.replaceAll('\t', ' '))})`).join(', ');
    await client.query(`copy (values ${values}) to ${client.escapeLiteral(found.file)}`);
    await client.query('select pg_reload_conf()');
  } finally {
    await client.end();
  }
}
