// Group commit: the events of all runs of a worker go through one connection, and what arrives while a statement is
// under way goes with the next one. A database that is gone for a moment is waited for, as long as the lease holds.
import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { type JournalRecord, MusterError, messageOf } from '#core';
import { isPassing } from '../database/sql-error.ts';
import type { WorkerLease } from '../worker/worker-lease.ts';
import { type AppendPart, storedBefore, storeParts } from './append.statement.ts';
import { summaryOf } from './run-summary.ts';

/** How long what need not be durable may stay in memory. */
const BUFFER_MS = 20;
const BATCH_EVENTS = 2_000;
const BATCH_CHARACTERS = 4_000_000;
const PAUSE_MS = 50;

/** What a writer waits for, or learns later. */
export interface AppendEntry {
  readonly run: string;
  readonly fence: number;
  readonly records: readonly JournalRecord[];
  readonly stored: () => void;
  readonly failed: (error: MusterError) => void;
  /** Why its writer has failed: what comes after that is not written either. */
  readonly failure: () => MusterError | undefined;
}

interface Waiting extends AppendEntry {
  readonly jsons: readonly string[];
}

interface Part extends AppendPart {
  readonly entries: readonly Waiting[];
}

export class AppendQueue {
  readonly #pool: Pool;
  readonly #lease: WorkerLease;
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;

  constructor(pool: Pool, lease: WorkerLease) {
    this.#pool = pool;
    this.#lease = lease;
  }

  /** `entry.stored` or `entry.failed` is called later, in the order of the appends of a run. */
  add(entry: AppendEntry, durable: boolean): void {
    const jsons = entry.records.map(({ event }) => JSON.stringify(event));
    this.#waiting.push({ ...entry, jsons });
    if (durable) this.#write();
    else this.#timer ??= setTimeout(() => this.#write(), BUFFER_MS);
  }

  #write(): void {
    this.#writing ??= this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    // Appends of the same turn of the event loop go together.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      await this.#store(partsOf(this.#take().filter(isAlive)));
    }
    // In the same step as the last look: an append right after it starts a loop of its own.
    this.#writing = undefined;
  }

  /** As many as fit into one statement, the first in any case. */
  #take(): readonly Waiting[] {
    let events = 0;
    let characters = 0;
    let count = 0;
    for (const { jsons } of this.#waiting) {
      events += jsons.length;
      for (const json of jsons) characters += json.length;
      if (count > 0 && (events > BATCH_EVENTS || characters > BATCH_CHARACTERS)) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  /** Never rejects: every entry is told. */
  async #store(parts: readonly Part[]): Promise<void> {
    if (parts.length === 0) return;
    try {
      const stored = await this.#untilAnswered(parts);
      for (const part of parts) settle(part, stored.has(part.run) ? undefined : refused(part));
    } catch (error) {
      // One run's events that the database will not have are no harm to the other runs.
      if (parts.length > 1) for (const part of parts) await this.#store([part]);
      else for (const part of parts) settle(part, unwritable(part, error));
    }
  }

  async #untilAnswered(parts: readonly Part[]): Promise<ReadonlySet<string>> {
    const heads = parts.map(({ entries: _, ...head }) => head);
    while (this.#lease.isHeld()) {
      try {
        const stored = await storeParts(this.#pool, this.#lease.id, heads);
        const others = heads.filter(({ run }) => !stored.has(run));
        if (others.length === 0) return stored;
        return new Set([...stored, ...(await storedBefore(this.#pool, this.#lease.id, others))]);
      } catch (error) {
        if (!isPassing(error)) throw error;
        await delay(PAUSE_MS);
      }
    }
    return new Set();
  }
}

/** What is not is told. */
function isAlive(entry: Waiting): boolean {
  const failure = entry.failure();
  if (failure !== undefined) entry.failed(failure);
  return failure === undefined;
}

/** One part a run, with the records of its entries one after the other. */
function partsOf(entries: readonly Waiting[]): readonly Part[] {
  return [...Map.groupBy(entries, ({ run }) => run)].flatMap(([run, ofRun]) => {
    const records = ofRun.flatMap((entry) => entry.records);
    const jsons = ofRun.flatMap((entry) => entry.jsons);
    const [first] = records;
    if (first !== undefined) {
      const before = first.seq - 1;
      const stored = records.map(({ atMs }, index) => ({ atMs, json: jsons[index]! }));
      const summary = summaryOf(records.map(({ event }) => event));
      return [{ ...summary, run, fence: first.fence, before, records: stored, entries: ofRun }];
    }
    // Nothing to store, and everything before is stored by now.
    for (const entry of ofRun) entry.stored();
    return [];
  });
}

function settle({ entries }: Part, error: MusterError | undefined): void {
  for (const entry of entries) {
    if (error === undefined) entry.stored();
    else entry.failed(error);
  }
}

const refused = ({ run, fence }: Part): MusterError =>
  new MusterError('MUS3005', `run ${run} is no longer this worker's, whose fence was ${fence}`);

const unwritable = ({ run }: Part, error: unknown): MusterError =>
  new MusterError('MUS3003', `journal of run ${run}: ${messageOf(error)}`, { cause: error });
