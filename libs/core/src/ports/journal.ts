// Where the events of a run are kept: append-only, one writer at a time, each record with the writer's fence.
import type { RunEvent } from '../run/events.ts';

export interface JournalRecord {
  readonly run: string;
  /** Counts from 1 without holes. */
  readonly seq: number;
  /** Milliseconds since 1970, from a clock that does not go back within one owner. */
  readonly atMs: number;
  /** Grows with each owner of the run; a writer with an older fence is refused (MUS3005). */
  readonly fence: number;
  readonly event: RunEvent;
}

export interface AppendOptions {
  /** true: the promise resolves only when the records survive the death of the machine (fsync). */
  readonly durable: boolean;
}

/** The one writer of a run. Appends are kept in the order of the calls. */
export interface RunJournal {
  readonly run: string;
  readonly fence: number;
  append(
    events: readonly RunEvent[],
    atMs: number,
    options: AppendOptions,
  ): Promise<readonly JournalRecord[]>;
  /**
   * True once another owner has the run, or must be assumed to: from then on nothing is appended, and nothing may be
   * done to a target. Cheap: asked before every effect.
   */
  isLost(): boolean;
  /** Flushes and gives up the lock. */
  close(): Promise<void>;
}

export interface JournalStore {
  /** A new run. Fails with MUS3001 where the name is taken. */
  create(run: string): Promise<RunJournal>;
  /** Takes over a run whose owner is gone (MUS3001 while it is alive), with a higher fence. */
  takeOver(run: string): Promise<RunJournal>;
  /** All records so far, in order; a torn last record is left out. Fails with MUS3004. */
  read(run: string): AsyncIterable<JournalRecord>;
  /** Names of the runs known, oldest first. */
  list(): Promise<readonly string[]>;
  /** Whether a living process holds the run, and which. */
  owner(run: string): Promise<{ readonly pid: number } | undefined>;
}
