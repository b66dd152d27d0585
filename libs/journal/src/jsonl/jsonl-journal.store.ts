// Journals as files: `<dir>/<run>/journal.jsonl`, one record per line. Survives kill -9 of the writer and, for what was
// appended as durable, the death of the machine.
import { access, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type JournalRecord, type JournalStore, MusterError, type RunJournal } from '#core';
import { isCode, onDisk, syncFolder } from './disk.ts';
import { findEnd, readRecords, startedAtMs } from './journal.reader.ts';
import { JournalWriter } from './journal.writer.ts';
import { claimLock, firstLock, heldLock, ownerOf } from './run.lock.ts';

const JOURNAL = 'journal.jsonl';
/** Begins with what no file name of a run can: a dot would name a hidden or a parent folder. */
const RUN_NAME = /^[A-Za-z0-9_][\w.-]{0,199}$/;

/** The folder is made when the first run is created. */
export function jsonlJournalStore(dir: string): JournalStore {
  return new JsonlJournalStore(dir);
}

class JsonlJournalStore implements JournalStore {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  async create(run: string): Promise<RunJournal> {
    const folder = this.#folder(run);
    // Made aside and renamed: nobody ever sees a run without its lock and journal.
    const draft = path.join(this.#dir, `.new.${process.pid}.${Math.random().toString(36).slice(2)}`);
    await onDisk(`new run ${run} in ${this.#dir}`, async () => {
      try {
        await mkdir(draft, { recursive: true });
        await firstLock(draft);
        await writeFile(path.join(draft, JOURNAL), '');
        await syncFolder(draft);
        await rename(draft, folder);
        await syncFolder(this.#dir);
      } catch (error) {
        await rm(draft, { recursive: true, force: true });
        if (!isCode(error, 'ENOTEMPTY', 'EEXIST')) throw error;
        throw new MusterError('MUS3001', `run ${run} exists already in ${this.#dir}`);
      }
    });
    return this.#writer(run, { seq: 0, lock: heldLock(folder, 1) });
  }

  async takeOver(run: string): Promise<RunJournal> {
    const file = await this.#known(run);
    const lock = await claimLock(this.#folder(run));
    try {
      const end = await findEnd(file, run);
      await onDisk(file, async () => {
        await using handle = await open(file, 'r+');
        await handle.truncate(end.bytes);
        await handle.sync();
      });
      return await this.#writer(run, { seq: end.seq, lock });
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  async *read(run: string): AsyncGenerator<JournalRecord> {
    yield* readRecords(await this.#known(run), run);
  }

  async list(): Promise<readonly string[]> {
    const names = await readdir(this.#dir).catch((error: unknown) => {
      if (isCode(error, 'ENOENT')) return [];
      throw error;
    });
    const runs = names.filter((name) => RUN_NAME.test(name));
    const dated = await Promise.all(runs.map(async (run) => ({ run, atMs: await this.#startedAtMs(run) })));
    return dated
      .flatMap(({ run, atMs }) => (atMs === undefined ? [] : [{ run, atMs }]))
      .sort((a, b) => a.atMs - b.atMs || (a.run < b.run ? -1 : 1))
      .map(({ run }) => run);
  }

  async owner(run: string): Promise<{ readonly pid: number } | undefined> {
    await this.#known(run);
    const owner = await ownerOf(this.#folder(run));
    return owner === undefined ? undefined : { pid: owner.pid };
  }

  async #writer(run: string, { seq, lock }: { seq: number; lock: ReturnType<typeof heldLock> }) {
    const file = await onDisk(`journal of run ${run}`, () => open(this.#file(run), 'a'));
    return new JournalWriter({ run, file, lock, seq });
  }

  /** When it began; undefined where the folder holds no journal. */
  async #startedAtMs(run: string): Promise<number | undefined> {
    const file = this.#file(run);
    try {
      return (await startedAtMs(file)) ?? (await stat(file)).birthtimeMs;
    } catch (error) {
      if (isCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
      throw error;
    }
  }

  async #known(run: string): Promise<string> {
    const file = this.#file(run);
    await access(file).catch((error: unknown) => {
      throw new MusterError('MUS3004', `no journal of run ${run} in ${this.#dir}`, { cause: error });
    });
    return file;
  }

  #file(run: string): string {
    return path.join(this.#folder(run), JOURNAL);
  }

  #folder(run: string): string {
    if (RUN_NAME.test(run)) return path.join(this.#dir, run);
    throw new MusterError('MUS3004', `${JSON.stringify(run)} cannot be the name of a run`);
  }
}
