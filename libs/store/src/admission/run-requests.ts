// Runs that somebody wants: queued with a job in one transaction, waiting where something is in the way, delivered again
// as soon as it is gone. Environments take turns, so that none can starve another.
import type { EntityManager } from 'typeorm';
import { type Json, MusterError } from '#core';
import type { Database } from '../database/open-database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { WITHOUT_OWNER } from '../journal/ownership.statements.ts';
import { ORDERS_CHANNEL } from '../worker/worker.statements.ts';
import type { Obstacle } from './obstacle.ts';
import type { StartRequest } from './start.statement.ts';

export interface RunRequest {
  readonly run: string;
  readonly environment: string;
  readonly experiment: string;
  readonly service: string | null;
  /** What the worker needs to plan it. */
  readonly request: Json;
  readonly requestedBy: string;
  /** The schedule that wants it. */
  readonly schedule: string | null;
}

/** What the worker that starts a run is told. */
export interface QueuedRun extends RunRequest {
  readonly requestedAt: Date;
}

const WOKEN_AT_ONCE = 200;

export class RunRequests {
  readonly #database: Database;
  readonly #jobs: Jobs;

  constructor(database: Database, jobs: Jobs) {
    this.#database = database;
    this.#jobs = jobs;
  }

  /** Within the caller's transaction, if there is one. Fails with MUS3001 where the name is taken. */
  async add(request: RunRequest, manager?: EntityManager): Promise<void> {
    if (manager === undefined) {
      return this.#database.orm.transaction((transaction) => this.add(request, transaction));
    }
    const { run, environment, experiment, service, requestedBy, schedule } = request;
    const values = [run, environment, experiment, service, JSON.stringify(request.request), requestedBy];
    const added = await manager.query<unknown[]>(ADD, [...values, schedule]);
    if (added.length === 0) throw new MusterError('MUS3001', `run ${run} exists already`);
    await this.#jobs.startRun(manager, run, environment);
  }

  /** undefined: it is not queued any more. */
  async find(run: string): Promise<QueuedRun | undefined> {
    return (await this.#database.orm.query<QueuedRun[]>(FIND, [run]))[0];
  }

  /** Lets a run wait until the obstacle is gone. */
  async wait({ run, limit, targets }: StartRequest, { message }: Obstacle): Promise<void> {
    await this.#database.orm.query(WAIT, [run, message, targets, limit]);
    // It may have gone while nobody waited for it.
    await this.dispatchWaiting();
  }

  /** Delivers the runs that nothing keeps waiting any more: after a run is concluded, a halt lifted, and every minute. */
  async dispatchWaiting(): Promise<number> {
    return this.#database.orm.transaction(async (transaction) => {
      const ready = await transaction.query<ReadyRun[]>(READY, [WOKEN_AT_ONCE]);
      if (ready.length === 0) return 0;
      await transaction.query(WAKE, [ready.map(({ run }) => run)]);
      for (const { run, environment } of ready) await this.#jobs.startRun(transaction, run, environment);
      return ready.length;
    });
  }

  /** Queues runs again whose worker died before it wrote anything: nothing was done yet. */
  async requeueUnstarted(): Promise<number> {
    return this.#database.orm.transaction(async (transaction) => {
      const unstarted = await transaction.query<ReadyRun[]>(UNSTARTED, [WOKEN_AT_ONCE]);
      if (unstarted.length === 0) return 0;
      await transaction.query(REQUEUE, [unstarted.map(({ run }) => run)]);
      for (const { run, environment } of unstarted) await this.#jobs.startRun(transaction, run, environment);
      return unstarted.length;
    });
  }

  /** Concludes a run that will never start; false: it is not queued any more. */
  async refuse(run: string, message: string): Promise<boolean> {
    const [, count] = await this.#database.orm.query<[unknown, number]>(REFUSE, [run, message]);
    return count === 1;
  }

  /** Tells the run's worker, or ends the run where it has none yet. Fails with MUS3004. */
  async abort(run: string, why: string): Promise<'aborting' | 'ended' | 'concluded before'> {
    const [row] = await this.#database.orm.query<{ before: string }[]>(ABORT, [run, why]);
    if (row === undefined) throw new MusterError('MUS3004', `no run ${run} in the database`);
    if (row.before === 'concluded') return 'concluded before';
    return row.before === 'queued' ? 'ended' : 'aborting';
  }
}

interface ReadyRun {
  readonly run: string;
  readonly environment: string | null;
}

const ADD = `
  INSERT INTO runs (id, environment, experiment, service, request, requested_by, schedule)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (id) DO NOTHING RETURNING id`;

const FIND = `
  SELECT id AS run, environment, experiment, service, request, requested_by AS "requestedBy", schedule,
    requested_at AS "requestedAt"
  FROM runs WHERE id = $1 AND phase = 'queued'`;

const WAIT = `
  UPDATE runs SET waiting_for = $2, waiting_targets = $3, waiting_limit = $4 WHERE id = $1 AND phase = 'queued'`;

const READY = `
  WITH waiting AS (
    SELECT id, environment, waiting_limit, row_number() OVER (PARTITION BY environment ORDER BY number) AS turn
    FROM runs
    WHERE concluded_at IS NULL AND phase = 'queued' AND waiting_for IS NOT NULL
      AND NOT EXISTS (SELECT FROM halts)
      AND NOT EXISTS (SELECT FROM target_claims WHERE target = ANY (runs.waiting_targets))
  ), going AS (
    SELECT environment, count(*) AS runs FROM runs
    WHERE concluded_at IS NULL AND place IS NOT NULL GROUP BY environment
  )
  SELECT runs.id AS run, runs.environment
  FROM runs JOIN waiting ON waiting.id = runs.id LEFT JOIN going ON going.environment = waiting.environment
  WHERE waiting.turn <= waiting.waiting_limit - coalesce(going.runs, 0) AND runs.waiting_for IS NOT NULL
  ORDER BY waiting.turn, runs.number LIMIT $1
  FOR UPDATE OF runs SKIP LOCKED`;

const WAKE = `
  UPDATE runs SET waiting_for = NULL, waiting_targets = NULL, waiting_limit = NULL WHERE id = ANY ($1)`;

const UNSTARTED = `
  SELECT id AS run, environment FROM runs
  WHERE concluded_at IS NULL AND phase <> 'queued' AND last_seq = 0 AND request IS NOT NULL AND ${WITHOUT_OWNER}
  LIMIT $1 FOR UPDATE SKIP LOCKED`;

const REQUEUE = `
  WITH freed AS (DELETE FROM target_claims WHERE run = ANY ($1))
  UPDATE runs SET phase = 'queued', worker = NULL, place = NULL, started_at = NULL WHERE id = ANY ($1)`;

const REFUSE = `
  UPDATE runs SET phase = 'concluded', verdict = 'error', cleanup = 'clean', message = $2,
    concluded_at = clock_timestamp()
  WHERE id = $1 AND phase = 'queued'`;

const ABORT = `
  WITH before AS (
    SELECT id, phase, phase = 'queued' AS is_queued FROM runs WHERE id = $1 FOR UPDATE
  ), ordered AS (
    UPDATE runs SET abort_why = $2,
      phase = CASE WHEN is_queued THEN 'concluded' ELSE runs.phase END,
      verdict = CASE WHEN is_queued THEN 'inconclusive' END,
      cleanup = CASE WHEN is_queued THEN 'clean' END,
      message = CASE WHEN is_queued THEN $2 END,
      concluded_at = CASE WHEN is_queued THEN clock_timestamp() END
    FROM before WHERE runs.id = before.id AND before.phase <> 'concluded'
  )
  SELECT before.phase AS before, pg_notify('${ORDERS_CHANNEL}', '') FROM before`;
