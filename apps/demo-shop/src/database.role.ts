// Owns PostgreSQL: starts or adopts it, fills it, starts it again when it dies, and stops it when the shop ends, however
// that happens.
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { startPostgres } from '#postgres';
import { letOperatorIn, lockOperatorOut } from './operator.ts';
import type { Role } from './role.ts';
import type { ShopConfig } from './shop.config.ts';
import { SCHEMA } from './shop.database.ts';
import { databaseFolder, endRoles, pidFolder } from './shop.leftovers.ts';

type Postgres = Awaited<ReturnType<typeof startPostgres>>;

const SETTINGS = {
  max_connections: '40',
  superuser_reserved_connections: '3',
  fsync: 'off',
};
/** The two ordinary users come in without a password, so the addresses of the shop hold no secret. Others need one. */
const TRUST = 'host postgres muster,shop 127.0.0.1/32 trust';
const LOOK_MS = 250;
/** For the other roles to notice by themselves that the shop has ended. */
const GRACE_MS = 1000;

export async function runDatabase({ stateDir, ports }: ShopConfig): Promise<Role> {
  const pidFile = path.join(pidFolder(stateDir), 'postgres.pid');
  const start = async (): Promise<Postgres> => {
    const server = await startPostgres({
      dataDir: databaseFolder(stateDir),
      port: ports.postgres,
      settings: SETTINGS,
    });
    await prepare(server.socketConnectionString);
    letOperatorIn(stateDir, server.socketConnectionString);
    writeFileSync(`${pidFile}.new`, `${server.pid}\n`);
    renameSync(`${pidFile}.new`, pidFile);
    return server;
  };
  const server = await start();
  // With the server's end this role has nothing to keep: the next one of its kind starts the server again.
  const watch = setInterval(() => {
    if (!server.isRunning()) process.exit(1);
  }, LOOK_MS);
  const stop = async (): Promise<void> => {
    clearInterval(watch);
    lockOperatorOut(stateDir);
    await server.stop();
    rmSync(pidFile, { force: true });
  };
  return {
    stop,
    async orphaned() {
      await endRoles(stateDir, GRACE_MS);
      await stop();
      rmSync(pidFolder(stateDir), { recursive: true, force: true });
    },
  };
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
