// Journals of this process only, for dry runs and tests. Keeps the promises of the port but durability.
import { type JournalRecord, type JournalStore, MusterError, type RunEvent, type RunJournal } from '#core';

interface MemoryRun {
  readonly records: JournalRecord[];
  fence: number;
  held: boolean;
}

/** `append` and `takeOver` fail as those of the file store do; the owner is always this process. */
export function memoryJournalStore(): JournalStore {
  const runs = new Map<string, MemoryRun>();
  const known = (run: string): MemoryRun => {
    const found = runs.get(run);
    if (found === undefined) throw new MusterError('MUS3004', `no journal of run ${run} in memory`);
    return found;
  };
  return {
    async create(run) {
      if (runs.has(run)) throw new MusterError('MUS3001', `run ${run} exists already`);
      const created = { records: [], fence: 0, held: false };
      runs.set(run, created);
      return take(run, created);
    },
    async takeOver(run) {
      const found = known(run);
      if (found.held) throw new MusterError('MUS3001', `run ${run} is held by process ${process.pid}`);
      return take(run, found);
    },
    async *read(run) {
      yield* known(run).records.slice();
    },
    list: async () => [...runs.keys()],
    owner: async (run) => (known(run).held ? { pid: process.pid } : undefined),
  };
}

function take(run: string, state: MemoryRun): RunJournal {
  state.fence += 1;
  state.held = true;
  const fence = state.fence;
  let closed = false;
  return {
    run,
    fence,
    async append(events: readonly RunEvent[], atMs: number) {
      if (closed || state.fence !== fence) {
        throw new MusterError('MUS3005', `run ${run} has fence ${state.fence}, not ${fence}, or was closed`);
      }
      const records = events.map((event, index) => {
        const seq = state.records.length + index + 1;
        return { run, seq, atMs, fence, event: structuredClone(event) };
      });
      state.records.push(...records);
      return records;
    },
    isLost: () => state.fence !== fence,
    async close() {
      if (closed) return;
      closed = true;
      state.held = false;
    },
  };
}
