// Schedules, and their occurrences at the moment when they are due. Nothing is planned ahead: a change of a schedule or
// of a freeze has nothing to take back. Whoever holds the row of a schedule decides on it, and the key of an occurrence
// lets nobody decide twice.
import type { EntityManager } from 'typeorm';
import { type Json, messageOf } from '#core';
import type { RunRequests } from '../admission/run-requests.ts';
import type { Database } from '../database/open-database.ts';
import type { StoredRule } from './schedule.table.ts';

interface Occurrence {
  readonly dueMs: number;
  readonly startMs: number;
}

export interface Schedule {
  readonly name: string;
  readonly rule: StoredRule;
  readonly environment: string;
  readonly experiment: string;
  readonly service: string | null;
  /** Passed on to each run. */
  readonly request: Json;
}

export interface ScheduleChange extends Schedule {
  readonly isPaused: boolean;
  readonly changedBy: string;
  /** undefined: it never starts anything. */
  readonly next: Occurrence | undefined;
}

export interface DueSchedule {
  readonly name: string;
  readonly rule: StoredRule;
  /** When the first occurrence that was not decided on is due. */
  readonly fromMs: number;
  /** By the database's clock. */
  readonly nowMs: number;
}

/** What is to become of the occurrences that are due; pure. */
export type DecideDue = (schedule: DueSchedule) => {
  readonly decisions: readonly (Occurrence & { readonly skipped: string | undefined })[];
  readonly next: Occurrence | undefined;
};

export class ScheduleStore {
  readonly #database: Database;
  readonly #requests: RunRequests;

  constructor(database: Database, requests: RunRequests) {
    this.#database = database;
    this.#requests = requests;
  }

  /** Adds it, or changes the one of this name. */
  async put(change: ScheduleChange): Promise<void> {
    const { name, rule, environment, experiment, service, request, isPaused, changedBy, next } = change;
    const values = [name, JSON.stringify(rule), environment, experiment, service, JSON.stringify(request)];
    await this.#database.orm.query(PUT, [...values, isPaused, changedBy, ...datesOf(next)]);
  }

  /** With its occurrences; its runs stay. */
  async remove(name: string): Promise<void> {
    await this.#database.orm.query('DELETE FROM schedules WHERE name = $1', [name]);
  }

  /** Decides on everything that is due now. To be called every second or so, by every replica. */
  async startDue(decide: DecideDue): Promise<void> {
    const { orm } = this.#database;
    while (await orm.transaction((transaction) => this.#startNext(transaction, decide)));
  }

  /** false: nothing is due, or others are at it. */
  async #startNext(transaction: EntityManager, decide: DecideDue): Promise<boolean> {
    const [due] = await transaction.query<DueRow[]>(DUE);
    if (due === undefined) return false;
    const { name, rule } = due;
    let outcome: ReturnType<DecideDue>;
    try {
      outcome = decide({ name, rule, fromMs: due.dueAt.getTime(), nowMs: due.now.getTime() });
    } catch (error) {
      await transaction.query(PAUSE, [name, messageOf(error)]);
      return true;
    }
    for (const decision of outcome.decisions) await this.#apply(transaction, due, decision);
    await transaction.query(ADVANCE, [name, ...datesOf(outcome.next)]);
    return true;
  }

  async #apply(
    transaction: EntityManager,
    due: DueRow,
    { skipped, ...occurrence }: Occurrence & { readonly skipped: string | undefined },
  ): Promise<void> {
    const { name, environment, experiment, service, request } = due;
    const obstacle = skipped ?? (await obstacleTo(transaction, due));
    const run = obstacle === undefined ? `${name}-${stampOf(occurrence.dueMs)}` : null;
    const values = [name, ...datesOf(occurrence), obstacle ?? null];
    const decided = await transaction.query<unknown[]>(DECIDE, values);
    if (decided.length === 0 || run === null) return;
    const requestedBy = `schedule ${name}`;
    await this.#requests.add(
      { run, environment, experiment, service, request, requestedBy, schedule: name },
      transaction,
    );
    await transaction.query(LINK, [name, datesOf(occurrence)[0], run]);
  }
}

/** What only the database knows. */
async function obstacleTo(transaction: EntityManager, { name, rule }: DueRow): Promise<string | undefined> {
  const [row] = await transaction.query<{ halt: string | null; run: string | null }[]>(OBSTACLE, [name]);
  if (row?.halt) return `all runs are halted: ${row.halt}`;
  if (row?.run && rule.whileRunning === 'skip') return `run ${row.run} goes on`;
  return undefined;
}

const datesOf = (occurrence: Occurrence | undefined): readonly (Date | null)[] =>
  occurrence === undefined ? [null, null] : [new Date(occurrence.dueMs), new Date(occurrence.startMs)];

/** 2026-06-01T10-00Z: fit for a name, and the same for every replica. */
const stampOf = (dueMs: number): string => `${new Date(dueMs).toISOString().slice(0, 16).replace(':', '-')}Z`;

interface DueRow extends Schedule {
  readonly dueAt: Date;
  readonly now: Date;
}

const PUT = `
  INSERT INTO schedules (name, rule, environment, experiment, service, request, is_paused, changed_by, due_at, start_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
  ON CONFLICT (name) DO UPDATE SET rule = excluded.rule, environment = excluded.environment,
    experiment = excluded.experiment, service = excluded.service, request = excluded.request,
    is_paused = excluded.is_paused, changed_by = excluded.changed_by, changed_at = clock_timestamp(),
    due_at = excluded.due_at, start_at = excluded.start_at, problem = NULL`;

const DUE = `
  SELECT name, rule, environment, experiment, service, request, due_at AS "dueAt", clock_timestamp() AS now
  FROM schedules WHERE NOT is_paused AND start_at <= clock_timestamp()
  ORDER BY start_at LIMIT 1 FOR UPDATE SKIP LOCKED`;

const PAUSE = `UPDATE schedules SET is_paused = true, problem = $2 WHERE name = $1`;
const ADVANCE = `UPDATE schedules SET due_at = $2, start_at = $3 WHERE name = $1`;

const OBSTACLE = `
  SELECT (SELECT why FROM halts) AS halt,
    (SELECT id FROM runs WHERE schedule = $1 AND concluded_at IS NULL ORDER BY number LIMIT 1) AS run`;

const DECIDE = `
  INSERT INTO occurrences (schedule, due_at, start_at, skipped) VALUES ($1, $2, $3, $4)
  ON CONFLICT DO NOTHING RETURNING schedule`;
const LINK = `UPDATE occurrences SET run = $3 WHERE schedule = $1 AND due_at = $2`;
