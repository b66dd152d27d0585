// Who owns a run, changed in one statement each. A claim is valid only for a worker that is alive at that moment, and
// each one raises the fence. Between what a statement saw and the lock that it got, somebody else may have been quicker:
// then the fence is another one, and nothing is claimed.
import type { Pool } from 'pg';
import { BURY } from '../worker/worker.statements.ts';
import type { OwnedRun } from './postgres-run.journal.ts';

/** Of the worker whose id is the first parameter. */
export const ALIVE = `EXISTS (SELECT FROM workers WHERE id = $1 AND expires_at > clock_timestamp())`;
export const OWNED = `runs.id AS run, runs.fence, runs.last_seq AS seq`;

const CREATE = `
  INSERT INTO runs (id, worker, fence, phase, started_at) SELECT $2, $1, 1, 'planned', clock_timestamp() WHERE ${ALIVE}
  ON CONFLICT (id) DO UPDATE SET worker = $1, fence = runs.fence + 1, phase = 'planned', started_at = clock_timestamp()
    WHERE runs.phase = 'queued'
  RETURNING ${OWNED}`;

/** undefined: the run was started before, or this worker's lease is over. */
export async function createRun(pool: Pool, worker: string, run: string): Promise<OwnedRun | undefined> {
  return (await pool.query<OwnedRun>(CREATE, [worker, run])).rows[0];
}

export async function buryWorkers(pool: Pool): Promise<void> {
  await pool.query(BURY);
}

export const WITHOUT_OWNER = `(worker IS NULL OR NOT EXISTS (SELECT FROM workers WHERE workers.id = runs.worker))`;

const CLAIM = `
  WITH seen AS (SELECT id, fence FROM runs WHERE id = $2 AND phase <> 'queued' AND ${WITHOUT_OWNER} AND ${ALIVE})
  UPDATE runs SET worker = $1, fence = runs.fence + 1
  FROM seen WHERE runs.id = seen.id AND runs.fence = seen.fence
  RETURNING ${OWNED}`;

/** undefined: it has a living owner, or this worker's lease is over. */
export async function claimRun(pool: Pool, worker: string, run: string): Promise<OwnedRun | undefined> {
  return (await pool.query<OwnedRun>(CLAIM, [worker, run])).rows[0];
}

/** A run that was requested and has no record yet is not taken over: it is queued again. */
const IS_BEGUN = `(last_seq > 0 OR request IS NULL)`;

const CLAIM_ORPHANS = `
  WITH seen AS MATERIALIZED (
    SELECT id, fence FROM runs
    WHERE concluded_at IS NULL AND phase <> 'queued' AND ${ALIVE}
      AND ((${WITHOUT_OWNER} AND ${IS_BEGUN}) OR (worker = $1 AND id <> ALL ($3)))
    ORDER BY number LIMIT $2
  ), locked AS (
    SELECT runs.id FROM runs JOIN seen ON seen.id = runs.id AND seen.fence = runs.fence
    FOR UPDATE OF runs SKIP LOCKED
  )
  UPDATE runs SET worker = CASE WHEN ${IS_BEGUN} THEN $1::uuid END, fence = runs.fence + 1
  FROM locked WHERE runs.id = locked.id
  RETURNING ${OWNED}, runs.worker`;

interface OrphanClaim {
  readonly worker: string;
  readonly limit: number;
  /** Runs that the worker knows to be its own; others that it owns are claims whose answer was lost. */
  readonly known: readonly string[];
}

/** Unfinished runs without a living owner, the oldest first. */
export async function claimOrphans(
  pool: Pool,
  { worker, limit, known }: OrphanClaim,
): Promise<readonly OwnedRun[]> {
  const { rows } = await pool.query<OwnedRun & { worker: string | null }>(CLAIM_ORPHANS, [
    worker,
    limit,
    known,
  ]);
  return rows.filter((row) => row.worker !== null);
}

const GIVE_UP = `UPDATE runs SET worker = NULL WHERE id = $2 AND worker = $1 AND fence = $3`;

interface Ownership {
  readonly worker: string;
  readonly run: string;
  readonly fence: number;
}

export async function giveUpRun(pool: Pool, { worker, run, fence }: Ownership): Promise<void> {
  await pool.query(GIVE_UP, [worker, run, fence]);
}
