// The one writer of a run's journal. Appends keep the order of the calls; durable ones that arrive while a sync is
// running share the next one, so many at once cost little more than one. After a failed write nothing more is written:
// what the file then holds is unknown, and a record behind a torn one would be damage.
import type { FileHandle } from 'node:fs/promises';
import {
  type AppendOptions,
  type JournalRecord,
  MusterError,
  messageOf,
  type RunEvent,
  type RunJournal,
} from '#core';
import type { RunLock } from './run.lock.ts';

/** How long what need not be durable may stay in memory. */
const BUFFER_MS = 20;

export interface WriterInput {
  readonly run: string;
  readonly file: FileHandle;
  readonly lock: RunLock;
  /** Number of the last record that is there already. */
  readonly seq: number;
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: MusterError) => void;
}

export class JournalWriter implements RunJournal {
  readonly run: string;
  readonly fence: number;
  readonly #file: FileHandle;
  readonly #lock: RunLock;
  #seq: number;
  #text = '';
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #failed: MusterError | undefined;
  #closing: Promise<void> | undefined;

  constructor({ run, file, lock, seq }: WriterInput) {
    this.run = run;
    this.fence = lock.fence;
    this.#file = file;
    this.#lock = lock;
    this.#seq = seq;
  }

  /** Without `durable` it resolves at once; if that cannot be written, the next call fails. */
  async append(
    events: readonly RunEvent[],
    atMs: number,
    { durable }: AppendOptions,
  ): Promise<readonly JournalRecord[]> {
    if (this.#closing) throw new MusterError('MUS9001', `journal of run ${this.run} is closed`);
    if (this.#failed) throw this.#failed;
    const records: JournalRecord[] = [];
    for (const event of events) {
      this.#seq += 1;
      const record = { run: this.run, seq: this.#seq, atMs, fence: this.fence, event };
      this.#text += `${JSON.stringify(record)}\n`;
      records.push(record);
    }
    if (durable) await this.#sync();
    else this.#timer ??= setTimeout(() => void this.#write(), BUFFER_MS);
    return records;
  }

  isLost(): boolean {
    return this.#lock.isLost();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    try {
      if (!this.#failed) await this.#sync();
    } finally {
      clearTimeout(this.#timer);
      await this.#writing;
      await this.#file.close();
      await this.#lock.release();
    }
  }

  #sync(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.push({ resolve, reject });
    void this.#write();
    return promise;
  }

  /** Starts the loop that writes everything there is, if it is not running. */
  #write(): Promise<void> {
    this.#writing ??= this.#writeAll();
    return this.#writing;
  }

  async #writeAll(): Promise<void> {
    // Appends of the same turn of the event loop go together.
    await Promise.resolve();
    while (this.#text !== '' || this.#waiting.length > 0) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      const waiting = this.#waiting;
      const text = this.#text;
      this.#waiting = [];
      this.#text = '';
      try {
        await this.#writeBatch(text, waiting.length > 0);
        for (const { resolve } of waiting) resolve();
      } catch (error) {
        this.#fail(error, waiting);
      }
    }
    // In the same step as the last look: an append right after it starts a loop of its own.
    this.#writing = undefined;
  }

  async #writeBatch(text: string, durable: boolean): Promise<void> {
    if (this.#failed) throw this.#failed;
    this.#refuseLost();
    if (text !== '') await this.#file.appendFile(text);
    if (!durable) return;
    await this.#file.datasync();
    this.#refuseLost();
  }

  #refuseLost(): void {
    if (!this.#lock.isLost()) return;
    const message = `another process took over run ${this.run} with a higher fence than ${this.fence}`;
    throw new MusterError('MUS3005', message);
  }

  #fail(error: unknown, waiting: readonly Waiting[]): void {
    const message = `journal of run ${this.run}: ${messageOf(error)}`;
    this.#failed ??=
      error instanceof MusterError ? error : new MusterError('MUS3003', message, { cause: error });
    for (const { reject } of waiting) reject(this.#failed);
  }
}
