// Everything that Muster keeps in PostgreSQL: journals of runs, the leases of workers. No row leaves this library.
export { migrate } from './database/migrate.ts';
export { type Database, type DatabaseOptions, openDatabase } from './database/open-database.ts';
export { PostgresJournalStore } from './journal/postgres-journal.store.ts';
export {
  type LeaseEvents,
  type LeaseRequest,
  type LeaseTimes,
  takeLease,
  type WorkerLease,
} from './worker/worker-lease.ts';
