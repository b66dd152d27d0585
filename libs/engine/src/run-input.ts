// What the engine needs from an app in order to carry out a run: kinds, drivers, journal, clock, helpers, secrets.
import type {
  Catalogue,
  Clock,
  Driver,
  Helpers,
  JournalRecord,
  Plan,
  RunJournal,
  RunState,
  Secrets,
} from '#core';

export interface EnginePorts {
  readonly catalogue: Catalogue;
  /** Opened drivers by kind: those that the plan's faults act through. */
  readonly drivers: ReadonlyMap<string, Driver>;
  readonly helpers: Helpers;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly owner: { readonly pid: number; readonly host: string };
  readonly musterVersion: string;
  /** Told of every event right after it was decided, before it is on disk: for live progress. Must not throw. */
  readonly observe?: (record: Omit<JournalRecord, 'seq' | 'fence'>, state: RunState) => void;
}

export interface RunInput extends EnginePorts {
  readonly plan: Plan;
  readonly journal: RunJournal;
}

export interface RunHandle {
  /** Resolves when the run is concluded and its journal is closed. Rejects only on a defect or a lost journal. */
  readonly finished: Promise<RunState>;
  state(): RunState;
  /** Operator's abort: undo, verify, recover, conclude. `why` is told in the report. */
  abort(why: string): void;
  /** Second Ctrl-C: stop waiting; what cannot be undone at once is left and said so, recovery is not watched. */
  hurry(): void;
}
