// A PostgreSQL server of one's own for one data folder: found, started, adopted, stopped.
export { PostgresError, type PostgresErrorCode } from './postgres.error.ts';
export { type PostgresOptions, type RunningPostgres, startPostgres, stopPostgres } from './start-postgres.ts';
