import type { JournalRecord } from '#core';

/** A record of a journal as the API tells it. */
export function eventOf({ seq, atMs, fence, event }: JournalRecord) {
  return { seq, at: new Date(atMs).toISOString(), fence, event };
}
