// A queued run becomes a worker's in one statement: it takes a place in its environment and claims its targets, or
// nothing happens. Two who want the same place or target at once are told apart by the database's unique keys.
import type { Pool } from 'pg';
import { ALIVE, OWNED } from '../journal/ownership.statements.ts';
import type { OwnedRun } from '../journal/postgres-run.journal.ts';
import type { Situation } from './obstacle.ts';

export interface StartRequest {
  readonly run: string;
  /** Most runs of its environment at once. */
  readonly limit: number;
  /** Stable names of the targets that it harms; none where it is allowed to harm what others harm. */
  readonly targets: readonly string[];
}

const START = `
  WITH wanted AS (
    SELECT environment FROM runs
    WHERE id = $2 AND phase = 'queued' AND NOT EXISTS (SELECT FROM halts) AND ${ALIVE}
  ), free AS (
    SELECT place.n FROM wanted, generate_series(1, $3::int) AS place (n)
    WHERE NOT EXISTS (
      SELECT FROM runs AS other
      WHERE other.environment = wanted.environment AND other.place = place.n AND other.concluded_at IS NULL)
    ORDER BY place.n LIMIT 1
  ), started AS (
    UPDATE runs SET worker = $1, fence = runs.fence + 1, phase = 'planned', started_at = clock_timestamp(),
      place = free.n, waiting_for = NULL, waiting_targets = NULL, waiting_limit = NULL
    FROM free WHERE runs.id = $2 AND runs.phase = 'queued'
    RETURNING ${OWNED}
  ), claimed AS (
    INSERT INTO target_claims (target, run)
    SELECT target, started.run FROM started, unnest($4::text[]) AS target ORDER BY target
  )
  SELECT * FROM started`;

/** undefined: there is an obstacle, or somebody was quicker just now. */
export async function startQueued(
  pool: Pool,
  worker: string,
  { run, limit, targets }: StartRequest,
): Promise<OwnedRun | undefined> {
  try {
    return (await pool.query<OwnedRun>(START, [worker, run, limit, [...new Set(targets)]])).rows[0];
  } catch (error) {
    if (isTaken(error)) return undefined;
    throw error;
  }
}

const UNIQUE_VIOLATION = '23505';

const isTaken = (error: unknown): boolean =>
  (error as { code?: string }).code === UNIQUE_VIOLATION &&
  ['runs_place', 'target_claims_pkey'].includes((error as { constraint?: string }).constraint ?? '');

const SITUATION = `
  SELECT runs.phase, runs.environment,
    (SELECT to_json(halts) FROM halts) AS halt,
    (SELECT count(*)::int FROM runs AS other
      WHERE other.environment = runs.environment AND other.place IS NOT NULL AND other.concluded_at IS NULL) AS going,
    (SELECT json_agg(json_build_object('target', c.target, 'run', c.run, 'cleanup', holder.cleanup) ORDER BY c.target)
      FROM target_claims c JOIN runs AS holder ON holder.id = c.run
      WHERE c.target = ANY ($2::text[]) AND c.run <> runs.id) AS held
  FROM runs WHERE id = $1`;

/** undefined: there is no such run. */
export async function situationOf(
  pool: Pool,
  { run, targets }: StartRequest,
): Promise<Situation | undefined> {
  return (await pool.query<Situation>(SITUATION, [run, targets])).rows[0];
}
