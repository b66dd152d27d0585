import { describeJournalContract } from '../../../testkit/src/journal-contract.ts';
import { openTestDatabase } from '../../../testkit/src/test-database.ts';
import { openWorker } from '../worker.spec-support.ts';

describeJournalContract('the PostgreSQL store', async () => {
  const database = await openTestDatabase();
  const [worker, other] = [await openWorker(database.url), await openWorker(database.url)];
  return {
    store: worker.journals,
    reopened: other.journals,
    async close() {
      await worker.close();
      await other.close();
      await database.close();
    },
  };
});
