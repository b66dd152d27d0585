import { describeJournalContract } from '../../../testkit/src/journal-contract.ts';
import { memoryJournalStore } from './memory-journal.store.ts';

describeJournalContract('the memory store', async () => ({
  store: memoryJournalStore(),
  close: async () => undefined,
}));
