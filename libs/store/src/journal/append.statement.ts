// Appends of many runs in one statement, which is one transaction: the fence is checked, the numbers go on without a
// hole, the events are stored and the row of the run follows, or for that run nothing happens. A run that was concluded
// clean gives its targets free; one that was not keeps them, so that nobody harms what nobody has verified.
import type { Pool } from 'pg';
import type { SummaryChange } from './run-summary.ts';

/** Consecutive records of one run. */
export interface AppendPart extends SummaryChange {
  readonly run: string;
  readonly fence: number;
  /** Number of the record before the first one. */
  readonly before: number;
  readonly records: readonly { readonly atMs: number; readonly json: string }[];
}

/** Whoever appends tells here of which run. */
export const EVENTS_CHANNEL = 'muster_events';

const APPEND = `
  WITH head AS (
    SELECT * FROM json_to_recordset($1::json) AS h (
      run text, fence int, before int, last int, phase text, verdict text, cleanup text, message text,
      experiment text, environment text, service text, "planHash" text)
  ), owned AS (
    UPDATE runs SET
      last_seq = head.last,
      phase = coalesce(head.phase, runs.phase),
      verdict = coalesce(head.verdict, runs.verdict),
      cleanup = coalesce(head.cleanup, runs.cleanup),
      message = coalesce(head.message, runs.message),
      experiment = coalesce(head.experiment, runs.experiment),
      environment = coalesce(head.environment, runs.environment),
      service = coalesce(head.service, runs.service),
      plan_hash = coalesce(head."planHash", runs.plan_hash),
      concluded_at = CASE WHEN head.verdict IS NULL THEN runs.concluded_at ELSE clock_timestamp() END
    FROM head
    WHERE runs.id = head.run AND runs.worker = $2 AND runs.fence = head.fence AND runs.last_seq = head.before
    RETURNING runs.id, runs.fence, head.verdict, head.cleanup
  ), stored AS (
    INSERT INTO run_events (run, seq, at_ms, fence, event)
    SELECT owned.id, e.seq, e.at_ms, owned.fence, e.event::json
    FROM unnest($3::text[], $4::int[], $5::float8[], $6::text[]) AS e (run, seq, at_ms, event)
    JOIN owned ON owned.id = e.run
  ), freed AS (
    DELETE FROM target_claims USING owned
    WHERE target_claims.run = owned.id AND owned.verdict IS NOT NULL AND owned.cleanup = 'clean'
  )
  SELECT id, pg_notify('${EVENTS_CHANNEL}', id) FROM owned`;

/** The runs whose events are stored now; the others belong to somebody else, or are further than was thought. */
export async function storeParts(
  pool: Pool,
  worker: string,
  parts: readonly AppendPart[],
): Promise<ReadonlySet<string>> {
  const heads = parts.map(({ records, ...head }) => ({ ...head, last: head.before + records.length }));
  const events = parts.flatMap(({ run, before, records }) =>
    records.map((record, index) => ({ run, seq: before + index + 1, ...record })),
  );
  const { rows } = await pool.query<{ id: string }>({
    name: 'muster-append',
    text: APPEND,
    values: [
      JSON.stringify(heads),
      worker,
      events.map(({ run }) => run),
      events.map(({ seq }) => seq),
      events.map(({ atMs }) => atMs),
      events.map(({ json }) => json),
    ],
  });
  return new Set(rows.map(({ id }) => id));
}

const CONFIRM = `
  SELECT runs.id FROM runs JOIN unnest($2::text[], $3::int[], $4::int[]) AS p (run, fence, last) ON runs.id = p.run
  WHERE runs.worker = $1 AND runs.fence = p.fence AND runs.last_seq >= p.last`;

/** The runs whose events were stored by an earlier try, whose answer was lost: nobody else has this worker's fence. */
export async function storedBefore(
  pool: Pool,
  worker: string,
  parts: readonly AppendPart[],
): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ id: string }>(CONFIRM, [
    worker,
    parts.map(({ run }) => run),
    parts.map(({ fence }) => fence),
    parts.map(({ before, records }) => before + records.length),
  ]);
  return new Set(rows.map(({ id }) => id));
}
