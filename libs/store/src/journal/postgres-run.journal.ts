// The one writer of a run: numbers its records, and learns from the queue whether they were stored.
import { type AppendOptions, type JournalRecord, MusterError, type RunEvent, type RunJournal } from '#core';
import type { AppendQueue } from './append-queue.ts';

export interface OwnedRun {
  readonly run: string;
  readonly fence: number;
  /** Number of the last record that is there already. */
  readonly seq: number;
}

/** What a run's writer asks of its worker. */
export interface RunOwner {
  isHeld(): boolean;
  giveUp(owned: OwnedRun): Promise<void>;
}

export class PostgresRunJournal implements RunJournal {
  readonly run: string;
  readonly fence: number;
  readonly #queue: AppendQueue;
  readonly #owner: RunOwner;
  #seq: number;
  #failed: MusterError | undefined;
  #closing: Promise<void> | undefined;

  constructor({ run, fence, seq }: OwnedRun, queue: AppendQueue, owner: RunOwner) {
    this.run = run;
    this.fence = fence;
    this.#seq = seq;
    this.#queue = queue;
    this.#owner = owner;
  }

  /** Without `durable` it resolves at once; if that cannot be stored, the next call fails. */
  async append(
    events: readonly RunEvent[],
    atMs: number,
    { durable }: AppendOptions,
  ): Promise<readonly JournalRecord[]> {
    if (this.#closing) throw new MusterError('MUS9001', `journal of run ${this.run} is closed`);
    if (this.#failed) throw this.#failed;
    const { run, fence } = this;
    const records = events.map((event) => ({ run, seq: ++this.#seq, atMs, fence, event }));
    const stored = this.#enqueue(records, durable);
    if (durable) await stored;
    return records;
  }

  isLost(): boolean {
    return this.#failed?.code === 'MUS3005' || !this.#owner.isHeld();
  }

  /** Stores what is left and gives the run up, concluded or not: one that is not may be taken over at once. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (!this.#failed) await this.#enqueue([], true);
    await this.#owner.giveUp({ run: this.run, fence: this.fence, seq: this.#seq });
  }

  #enqueue(records: readonly JournalRecord[], durable: boolean): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const failed = (error: MusterError): void => {
      this.#failed ??= error;
      reject(error);
    };
    const { run, fence } = this;
    this.#queue.add({ run, fence, records, stored: resolve, failed, failure: () => this.#failed }, durable);
    if (!durable) promise.catch(() => undefined);
    return promise;
  }
}
