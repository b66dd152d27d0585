// The way to PostgreSQL: TypeORM over a pool for everything that may wait its turn, and connections that belong to one
// purpose alone for what may not. Every session has limits, so that a client that stands still holds no lock for long.
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { migrations } from '../migrations/all.ts';
import { tables } from './tables.ts';

export interface DatabaseOptions {
  readonly url: string;
  /** Shown in pg_stat_activity: `muster-worker`. */
  readonly name: string;
  /** Most connections of the pool. */
  readonly poolSize?: number;
}

export interface Database {
  readonly orm: DataSource;
  readonly options: DatabaseOptions;
  close(): Promise<void>;
}

const CONNECT_MS = 5_000;
const STATEMENT_MS = 15_000;
const IDLE_IN_TRANSACTION_MS = 5_000;

/** Connects; makes no table (see `migrate`). */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const orm = new DataSource({
    type: 'postgres',
    url: options.url,
    entities: [...tables],
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    synchronize: false,
    installExtensions: false,
    applicationName: options.name,
    connectTimeoutMS: CONNECT_MS,
    // A connection that the server ended is opened anew at the next query.
    poolErrorHandler: () => undefined,
    extra: {
      max: options.poolSize ?? 10,
      keepAlive: true,
      statement_timeout: STATEMENT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    },
  });
  await orm.initialize();
  return { orm, options, close: () => orm.destroy() };
}

/** A connection that nobody else uses; it is opened anew after it broke. A query that takes longer fails. */
export function ownConnection({ options }: Database, purpose: string, queryMs: number): Pool {
  const pool = new Pool({
    connectionString: options.url,
    application_name: `${options.name}-${purpose}`,
    max: 1,
    keepAlive: true,
    connectionTimeoutMillis: queryMs,
    query_timeout: queryMs,
    statement_timeout: queryMs,
  });
  pool.on('error', () => undefined);
  return pool;
}
