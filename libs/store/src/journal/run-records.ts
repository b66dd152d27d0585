// Reading journals needs no lease: any process may, at any time.
import { type JournalRecord, MusterError } from '#core';
import type { Database } from '../database/open-database.ts';

const PAGE_RECORDS = 1_000;

export class RunRecords {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** All records so far. Fails with MUS3004. */
  async *read(run: string): AsyncGenerator<JournalRecord> {
    await this.refuseUnknown(run);
    yield* this.readAfter(run, 0);
  }

  /** The records behind one of them, so far. */
  async *readAfter(run: string, seq: number): AsyncGenerator<JournalRecord> {
    for (let last = seq; ; ) {
      const page = await this.#database.orm.query<JournalRecord[]>(READ_RECORDS, [run, last, PAGE_RECORDS]);
      yield* page;
      if (page.length < PAGE_RECORDS) return;
      last = page.at(-1)!.seq;
    }
  }

  /** At most so many behind one of them. Fails with MUS3004. */
  async page(run: string, seq: number, limit: number): Promise<readonly JournalRecord[]> {
    await this.refuseUnknown(run);
    return this.#database.orm.query<JournalRecord[]>(READ_RECORDS, [run, seq, limit]);
  }

  async list(): Promise<readonly string[]> {
    const rows = await this.#database.orm.query<{ id: string }[]>(LIST);
    return rows.map(({ id }) => id);
  }

  async owner(run: string): Promise<{ readonly pid: number; readonly host: string } | undefined> {
    await this.refuseUnknown(run);
    const [row] = await this.#database.orm.query<{ pid: number; host: string }[]>(OWNER, [run]);
    return row;
  }

  async refuseUnknown(run: string): Promise<void> {
    const [row] = await this.#database.orm.query<unknown[]>(KNOWN, [run]);
    if (row === undefined) throw new MusterError('MUS3004', `no journal of run ${run} in the database`);
  }
}

export const READ_RECORDS = `
  SELECT run, seq, at_ms AS "atMs", fence, event FROM run_events WHERE run = $1 AND seq > $2 ORDER BY seq LIMIT $3`;
const LIST = `SELECT id FROM runs WHERE fence > 0 ORDER BY number`;
const KNOWN = `SELECT 1 FROM runs WHERE id = $1 AND fence > 0`;
const OWNER = `
  SELECT workers.pid, workers.host FROM runs JOIN workers ON workers.id = runs.worker
  WHERE runs.id = $1 AND workers.expires_at > clock_timestamp()`;
