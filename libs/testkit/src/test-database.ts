// A database of its own for each suite, in the one server of the test run: copied from a template that was migrated once.
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { startPostgres } from '#postgres';
import { migrate, openDatabase } from '#store';

export interface TestDatabase {
  readonly url: string;
  /** A session of the superuser in this database, to look and to disturb. */
  readonly admin: Client;
  close(): Promise<void>;
}

const TEMPLATE = 'muster_template';
/** Taken by whoever makes the template. */
const TEMPLATE_LOCK = 1;
let count = 0;

/** The server is started by the first suite that needs it and ended by jest's global teardown. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const server = await testServer();
  await asAdmin(server, (admin) => provideTemplate(server, admin));
  return createDatabase(server, TEMPLATE);
}

/** A database without a table. */
export async function openEmptyDatabase(): Promise<TestDatabase> {
  return createDatabase(await testServer(), 'template0');
}

async function createDatabase(server: string, template: string): Promise<TestDatabase> {
  const name = `test_${process.pid}_${(count += 1)}`;
  await asAdmin(server, async (admin) => {
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY wal_log`);
  });
  const url = urlOf(server, name);
  const admin = new Client({ connectionString: url });
  await admin.connect();
  return {
    url,
    admin,
    async close() {
      await admin.end();
      await asAdmin(
        server,
        async (client) => void (await client.query(`DROP DATABASE ${name} WITH (FORCE)`)),
      );
    },
  };
}

async function testServer(): Promise<string> {
  const dir = process.env['MUSTER_TEST_DIR'];
  if (dir === undefined) throw new Error('MUSTER_TEST_DIR is not set: run the tests with jest.config.mjs');
  // Started by root, the server runs as another user, who must get in.
  await chmod(dir, 0o755);
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '200',
    // Tests kill sessions and wait for what follows.
    deadlock_timeout: '200ms',
  };
  return (await startPostgres({ dataDir: path.join(dir, 'postgres'), settings })).connectionString;
}

async function provideTemplate(server: string, admin: Client): Promise<void> {
  await admin.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    const { rows } = await admin.query('SELECT FROM pg_database WHERE datname = $1 AND datistemplate', [
      TEMPLATE,
    ]);
    if (rows.length > 0) return;
    // One that is no template yet was left half-made.
    await admin.query(`DROP DATABASE IF EXISTS ${TEMPLATE}`);
    await admin.query(`CREATE DATABASE ${TEMPLATE}`);
    const database = await openDatabase({ url: urlOf(server, TEMPLATE), name: 'muster-test' });
    await migrate(database);
    await database.close();
    await admin.query(`ALTER DATABASE ${TEMPLATE} IS_TEMPLATE true`);
  } finally {
    await admin.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

async function asAdmin(server: string, use: (admin: Client) => Promise<void>): Promise<void> {
  const admin = new Client({ connectionString: server });
  await admin.connect();
  try {
    await use(admin);
  } finally {
    await admin.end();
  }
}

const urlOf = (server: string, database: string): string =>
  server.replace(/\/postgres(?=\?|$)/, `/${database}`);
