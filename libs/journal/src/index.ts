// Where the events of runs are kept: in files that survive the machine, or in memory for tests and dry runs.
export { jsonlJournalStore } from './jsonl/jsonl-journal.store.ts';
export { memoryJournalStore } from './memory/memory-journal.store.ts';
