// Old runs are forgotten, a few at a time so that nobody waits. One that may have left something broken is kept.
import type { JournalRecord } from '#core';
import type { Database } from '../database/open-database.ts';
import { WITHOUT_OWNER } from '../journal/ownership.statements.ts';
import { RunRecords } from '../journal/run-records.ts';

export interface Retention {
  readonly database: Database;
  /** Concluded longer ago than this. */
  readonly olderThanMs: number;
  readonly limit: number;
  /** Called for each run before it is forgotten; where it fails, the run stays. */
  readonly archive?: (run: string, records: AsyncIterable<JournalRecord>) => Promise<void>;
}

/** How many were forgotten: fewer than the limit means that no more are old enough. */
export async function forgetRuns({ database, olderThanMs, limit, archive }: Retention): Promise<number> {
  const records = new RunRecords(database);
  const old = await database.orm.query<{ id: string }[]>(OLD_RUNS, [olderThanMs, limit]);
  for (const { id } of old) {
    await archive?.(id, records.readAfter(id, 0));
    await database.orm.query(FORGET_RUN, [id]);
  }
  return old.length;
}

/** What became of occurrences of schedules, whether they were started or not. */
export async function forgetOccurrences({
  database,
  olderThanMs,
  limit,
}: Omit<Retention, 'archive'>): Promise<number> {
  const [, count] = await database.orm.query<[unknown, number]>(FORGET_OCCURRENCES, [olderThanMs, limit]);
  return count;
}

export const OLD_RUNS = `
  SELECT id FROM runs
  WHERE concluded_at < clock_timestamp() - $1 * interval '1 ms' AND cleanup = 'clean' AND ${WITHOUT_OWNER}
  ORDER BY concluded_at LIMIT $2`;

/** Its events, claims and the links of occurrences go with it. */
const FORGET_RUN = `DELETE FROM runs WHERE id = $1 AND cleanup = 'clean' AND ${WITHOUT_OWNER}`;

export const OLD_OCCURRENCES = `
  SELECT schedule, due_at FROM occurrences
  WHERE decided_at < clock_timestamp() - $1 * interval '1 ms' ORDER BY decided_at LIMIT $2`;

const FORGET_OCCURRENCES = `DELETE FROM occurrences WHERE (schedule, due_at) IN (${OLD_OCCURRENCES})`;
