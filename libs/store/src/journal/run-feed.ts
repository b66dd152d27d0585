// The events of runs as they happen, for live views in any process: one LISTEN for all of them, and a look now and then
// in case a notification was lost.
import type { JournalRecord } from '#core';
import type { Database } from '../database/open-database.ts';
import { listen, type Subscription } from '../database/subscription.ts';
import { EVENTS_CHANNEL } from './append.statement.ts';
import { RunRecords } from './run-records.ts';

const LOOK_MS = 2_000;

export async function openRunFeed(database: Database): Promise<RunFeed> {
  const feed = new RunFeed(database);
  await feed.listen(database);
  return feed;
}

export class RunFeed {
  readonly #records: RunRecords;
  readonly #waiting = new Map<string, Set<() => void>>();
  #subscription: Subscription | undefined;
  #isClosed = false;

  constructor(database: Database) {
    this.#records = new RunRecords(database);
  }

  /** Every record behind `seq`, then each new one, until the run is concluded, the signal fires or the feed is closed. Fails with MUS3004. */
  async *follow(run: string, seq: number, signal: AbortSignal): AsyncGenerator<JournalRecord> {
    await this.#records.refuseUnknown(run);
    let last = seq;
    while (!signal.aborted && !this.#isClosed) {
      // Asked before the look: what is appended in between is not missed.
      const change = this.#changeOf(run, signal);
      for await (const record of this.#records.readAfter(run, last)) {
        yield record;
        last = record.seq;
        if (record.event.type === 'run.concluded') return;
      }
      await change;
    }
  }

  async listen(database: Database): Promise<void> {
    this.#subscription = await listen(database, EVENTS_CHANNEL, (run) => this.#wake(run));
  }

  /** Ends all who follow. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wake('');
    await this.#subscription?.close();
  }

  /** '': any run may have changed. */
  #wake(run: string): void {
    const waiting = run === '' ? [...this.#waiting.values()] : [this.#waiting.get(run) ?? new Set()];
    for (const wakes of waiting) for (const wake of [...wakes]) wake();
  }

  #changeOf(run: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wakes = this.#waiting.get(run) ?? new Set();
      this.#waiting.set(run, wakes);
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        wakes.delete(wake);
        if (wakes.size === 0 && this.#waiting.get(run) === wakes) this.#waiting.delete(run);
        resolve();
      };
      const timer = setTimeout(wake, LOOK_MS);
      signal.addEventListener('abort', wake, { once: true });
      wakes.add(wake);
    });
  }
}
