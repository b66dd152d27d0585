// The events of a run as they happen, for EventSource: the id of each is its seq, so that a client that lost its
// connection goes on where it was.
import type { MessageEvent } from '@nestjs/common';
import { finalize, interval, map, merge, Observable, Subject, takeUntil } from 'rxjs';
import type { JournalRecord } from '#core';
import { eventOf } from './run.event.ts';

const HEARTBEAT_MS = 15_000;

export type Follow = (signal: AbortSignal) => AsyncIterable<JournalRecord>;

/** Ends after the last event of the run. */
export function streamOf(follow: Follow): Observable<MessageEvent> {
  const ended = new Subject<void>();
  const heartbeats = interval(HEARTBEAT_MS).pipe(
    takeUntil(ended),
    map((): MessageEvent => ({ comment: 'still here' })),
  );
  return merge(records(follow).pipe(finalize(() => ended.next())), heartbeats);
}

function records(follow: Follow): Observable<MessageEvent> {
  return new Observable((subscriber) => {
    const stopped = new AbortController();
    const read = async (): Promise<void> => {
      for await (const record of follow(stopped.signal)) {
        subscriber.next({ id: String(record.seq), type: record.event.type, data: eventOf(record) });
      }
      subscriber.complete();
    };
    read().catch((error: unknown) => subscriber.error(error));
    return () => stopped.abort();
  });
}

/** `Last-Event-ID`, where it is one of ours. */
export function lastSeq(header: unknown): number {
  return typeof header === 'string' && /^\d{1,9}$/.test(header) ? Number(header) : 0;
}
