// A worker of the server, without runs: its lease and its journals.
import { type Database, migrate, openDatabase, type Orders, PostgresJournalStore, takeLease } from '#store';

export interface BenchWorker {
  readonly database: Database;
  readonly journals: PostgresJournalStore;
  close(): Promise<void>;
}

const ignore = (): void => undefined;

export async function openBenchWorker(
  url: string,
  orders: (orders: Orders) => void = ignore,
): Promise<BenchWorker> {
  const database = await openDatabase({ url, name: 'muster-bench' });
  await migrate(database);
  const who = { host: 'bench', pid: process.pid, version: '0' };
  const lease = await takeLease(database, { ...who, late: ignore, lost: ignore, orders });
  const journals = new PostgresJournalStore(database, lease);
  return {
    database,
    journals,
    async close() {
      await journals.close();
      await lease.release();
      await database.close();
    },
  };
}
