// A process that appends to a new run until it is killed: `journal-writer.spec-support.ts <dir> <run>`. Prints the
// number of each record once it is promised.
import { jsonlJournalStore } from './jsonl-journal.store.ts';

const [dir = '', run = ''] = process.argv.slice(2);
const journal = await jsonlJournalStore(dir).create(run);
for (;;) {
  const [record] = await journal.append([{ type: 'phase.entered', phase: 'holding' }], Date.now(), {
    durable: true,
  });
  process.stdout.write(`${record?.seq}\n`);
}
