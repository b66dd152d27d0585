// A worker for tests: lease and journals on a database, with a record of what the lease told.
import { type Database, openDatabase } from './database/open-database.ts';
import { PostgresJournalStore } from './journal/postgres-journal.store.ts';
import type { Orders } from './worker/worker.statements.ts';
import { type LeaseTimes, takeLease, type WorkerLease } from './worker/worker-lease.ts';

export interface TestWorker {
  readonly database: Database;
  readonly lease: WorkerLease;
  readonly journals: PostgresJournalStore;
  /** In order: `late: ...`, `lost: ...`. */
  readonly told: string[];
  /** The latest orders. */
  orders(): Orders;
  close(): Promise<void>;
}

export async function openWorker(url: string, times: Partial<LeaseTimes> = {}): Promise<TestWorker> {
  const database = await openDatabase({ url, name: 'muster-test', poolSize: 3 });
  const told: string[] = [];
  let latest: Orders = { halt: null, aborts: [] };
  const lease = await takeLease(database, {
    host: 'test-host',
    pid: process.pid,
    version: '0.0.0',
    times,
    late: (message) => told.push(`late: ${message}`),
    lost: (message) => told.push(`lost: ${message}`),
    orders: (orders) => (latest = orders),
  });
  const journals = new PostgresJournalStore(database, lease);
  return {
    database,
    lease,
    journals,
    told,
    orders: () => latest,
    async close() {
      await journals.close();
      await lease.release();
      await database.close();
    },
  };
}
