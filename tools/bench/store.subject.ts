// A worker that owns a run, to be killed: `store.subject.ts <database url>`. Says when it holds it.
import { openDatabase, PostgresJournalStore, takeLease } from '#store';

const [url = ''] = process.argv.slice(2);
const database = await openDatabase({ url, name: 'muster-bench' });
const ignore = (): void => undefined;
const lease = await takeLease(database, {
  host: 'bench',
  pid: process.pid,
  version: '0',
  late: ignore,
  lost: ignore,
  orders: ignore,
});
const journals = new PostgresJournalStore(database, lease);
await journals.create(`run of ${process.pid}`);
process.send?.('owns');
process.once('disconnect', () => process.exit());
