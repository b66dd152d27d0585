// Looking at runs: lists, one of them, its events as they were and as they happen, and its report.
import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Headers, Inject, type MessageEvent, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Observable } from 'rxjs';
import { z } from 'zod';
import { type JournalRecord, MusterError } from '#core';
import type { RunFeed, RunList, RunRecords, RunSummary } from '#store';
import type { Caller as CallerOf } from '../auth/caller.ts';
import { visibleTo } from '../auth/permissions.ts';
import { defineListing } from '../http/listing.ts';
import { Operation } from '../http/operation.ts';
import { Caller } from '../http/request.context.ts';
import { nameSchema } from '../http/values.schema.ts';
import { FEED, RECORDS, RUNS } from '../parts.ts';
import { runOf } from './run.answer.ts';
import { eventOf } from './run.event.ts';
import { renderReport, reportTypes } from './run.report.ts';
import {
  eventsQuery,
  type RunPath,
  reportQuery,
  runEventPage,
  runPage,
  runPath,
  runSchema,
  states,
  verdicts,
} from './run.schema.ts';
import { lastSeq, streamOf } from './run.stream.ts';

const listing = defineListing({
  filters: {
    environment: nameSchema().optional(),
    experiment: nameSchema().optional(),
    service: nameSchema().optional(),
    schedule: nameSchema().optional(),
    verdict: z.enum(verdicts).optional(),
    state: z.enum(states).optional(),
    unclean: z.literal('true').optional().describe('Runs that may have left something broken.'),
  },
  sorts: { number: z.tuple([z.int()]) },
  standard: '-number',
});
type RunsQuery = z.infer<typeof listing.query>;

const tag = 'runs';
const access = { action: 'read', in: { owner: 'run', path: 'run' } } as const;

@Controller()
export class RunsController {
  readonly #runs: RunList;
  readonly #records: RunRecords;
  readonly #feed: RunFeed;

  constructor(
    @Inject(RUNS) runs: RunList,
    @Inject(RECORDS) records: RunRecords,
    @Inject(FEED) feed: RunFeed,
  ) {
    this.#runs = runs;
    this.#records = records;
    this.#feed = feed;
  }

  @Operation({
    id: 'listRuns',
    route: 'GET /v1/runs',
    tag,
    summary: 'Runs in the environments that the caller may see.',
    access: { action: 'read', in: 'anywhere' },
    answers: [{ status: 200, description: 'A page.', schema: runPage }],
  })
  async list(@Query({ schema: listing.query }) query: RunsQuery, @Caller() caller: CallerOf) {
    const { page } = listing.page(query);
    const { unclean, ...filters } = query;
    const filter = { ...filters, isUnclean: unclean === 'true', environments: visibleTo(caller.grants) };
    const { items, end } = await this.#runs.page(filter, page);
    return listing.answer(query, { items: items.map(runOf), end });
  }

  @Operation({
    id: 'getRun',
    route: 'GET /v1/runs/:run',
    tag,
    summary: 'One run.',
    access,
    answers: [{ status: 200, description: 'The run as it is now.', schema: runSchema }],
  })
  async get(@Param({ schema: runPath }) { run }: RunPath) {
    return runOf(await this.#known(run));
  }

  @Operation({
    id: 'listRunEvents',
    route: 'GET /v1/runs/:run/events',
    tag,
    summary: 'The journal of the run, in its order.',
    access,
    answers: [{ status: 200, description: 'The events so far.', schema: runEventPage }],
    refuses: ['MUS3004'],
  })
  async events(
    @Param({ schema: runPath }) { run }: RunPath,
    @Query({ schema: eventsQuery }) { after, limit }: z.infer<typeof eventsQuery>,
  ) {
    const { lastSeq: known } = await this.#known(run);
    const records = known === 0 ? [] : await this.#records.page(run, after, limit);
    return { items: records.map(eventOf), next: records.length < limit ? null : records.at(-1)?.seq };
  }

  @Operation({
    id: 'streamRunEvents',
    route: 'GET /v1/runs/:run/stream',
    tag,
    summary:
      'Server-sent events: the journal of the run from the start, or behind Last-Event-ID, then as it happens.',
    access,
    answers: [{ status: 200, description: 'Ends with the run.', types: ['text/event-stream'] }],
    refuses: ['MUS3004'],
    isStream: true,
  })
  async stream(
    @Param({ schema: runPath }) { run }: RunPath,
    @Headers('last-event-id') lastEventId: string | undefined,
  ): Promise<Observable<MessageEvent>> {
    await this.#known(run);
    return streamOf((signal) => this.#follow(run, lastSeq(lastEventId), signal));
  }

  @Operation({
    id: 'getRunReport',
    route: 'GET /v1/runs/:run/report',
    tag,
    summary: 'The report, gaps first. Of a run that goes on it tells what is known so far.',
    access,
    answers: [{ status: 200, description: 'The report.', types: Object.values(reportTypes) }],
    refuses: ['MUS3004', 'MUS5006'],
  })
  async report(
    @Param({ schema: runPath }) { run }: RunPath,
    @Query({ schema: reportQuery }) { format }: z.infer<typeof reportQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { lastSeq: known } = await this.#known(run);
    if (known === 0)
      throw new MusterError('MUS5006', `run ${run} has not started: there is nothing to report`);
    const text = await renderReport({ run, records: this.#records.read(run), format });
    void reply.type(`${reportTypes[format]}; charset=utf-8`);
    // The page is one file with its styles and scripts in it, and fetches nothing.
    if (format === 'html') void reply.header('content-security-policy', PAGE_POLICY);
    return text;
  }

  /** A run that waits for its turn has no journal yet; one that was ended before its turn never gets one. */
  async *#follow(run: string, seq: number, signal: AbortSignal): AsyncGenerator<JournalRecord> {
    let found = await this.#known(run);
    while (found.phase === 'queued' && !signal.aborted) {
      await delay(LOOK_MS, undefined, { signal }).catch(() => undefined);
      found = await this.#known(run);
    }
    if (found.lastSeq > 0 || found.phase !== 'concluded') yield* this.#feed.follow(run, seq, signal);
  }

  /** @throws MusterError MUS3004 */
  async #known(run: string): Promise<RunSummary> {
    const found = await this.#runs.find(run);
    if (found === undefined) throw new MusterError('MUS3004', `no run ${run}`);
    return found;
  }
}

const LOOK_MS = 250;
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";
