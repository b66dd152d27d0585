// Brings the tables up to date. Replicas that start at once take turns: one migrates, the others find it done.
import { Client } from 'pg';
import { migrateJobs } from '../jobs/jobs.ts';
import type { Database } from './open-database.ts';

/** Any number that nothing else in the database locks. */
const LOCK = 7_283_640_001;

/** The names of the migrations that were run now. */
export async function migrate(database: Database): Promise<readonly string[]> {
  const { orm, options } = database;
  // Not from the pool: the lock belongs to the session, and the migrations need sessions of their own.
  const lock = new Client({ connectionString: options.url, application_name: `${options.name}-migrate` });
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const done = await orm.runMigrations({ transaction: 'all' });
    await migrateJobs(database);
    return done.map(({ name }) => name);
  } finally {
    await lock.end();
  }
}
