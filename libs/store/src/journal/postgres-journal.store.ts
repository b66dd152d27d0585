// The journals of runs in PostgreSQL. A worker owns a run while the row of the run names it and its lease holds; each
// owner has a higher fence, and nothing is appended without it.
import type { Pool } from 'pg';
import { type JournalRecord, type JournalStore, MusterError, type RunJournal } from '#core';
import { type Obstacle, obstacleIn } from '../admission/obstacle.ts';
import { type StartRequest, situationOf, startQueued } from '../admission/start.statement.ts';
import { type Database, ownConnection } from '../database/open-database.ts';
import { inDatabase } from '../database/sql-error.ts';
import type { WorkerLease } from '../worker/worker-lease.ts';
import { AppendQueue } from './append-queue.ts';
import { buryWorkers, claimOrphans, claimRun, createRun, giveUpRun } from './ownership.statements.ts';
import { type OwnedRun, PostgresRunJournal } from './postgres-run.journal.ts';
import { RunRecords } from './run-records.ts';

/** A statement that takes longer has failed; whether it came through is found out. */
const QUERY_MS = 1_500;

export class PostgresJournalStore implements JournalStore {
  readonly #records: RunRecords;
  readonly #lease: WorkerLease;
  readonly #pool: Pool;
  readonly #queue: AppendQueue;
  /** Runs with a writer here and its fence, or about to get one. */
  readonly #known = new Map<string, number>();
  #orphans: Promise<unknown> = Promise.resolve();

  constructor(database: Database, lease: WorkerLease) {
    this.#records = new RunRecords(database);
    this.#lease = lease;
    this.#pool = ownConnection(database, 'journal', QUERY_MS);
    this.#queue = new AppendQueue(this.#pool, lease);
  }

  async create(run: string): Promise<RunJournal> {
    const owned = await this.#own(run, () => createRun(this.#pool, this.#lease.id, run));
    if (owned !== undefined) return this.#journal(owned);
    throw new MusterError('MUS3001', `run ${run} exists already`);
  }

  /** Starts a queued run, or tells what is in the way; undefined: it is not queued any more. */
  async start(request: StartRequest): Promise<RunJournal | Obstacle | undefined> {
    for (;;) {
      const owned = await this.#own(request.run, () => startQueued(this.#pool, this.#lease.id, request));
      if (owned !== undefined) return this.#journal(owned);
      const situation = await inDatabase(`run ${request.run}`, () => situationOf(this.#pool, request));
      if (situation?.phase !== 'queued') return undefined;
      const obstacle = obstacleIn(situation, request.limit);
      if (obstacle !== undefined) return obstacle;
      // What was in the way is gone: once more.
    }
  }

  async takeOver(run: string): Promise<RunJournal> {
    const owned = await this.#own(run, async () => {
      await buryWorkers(this.#pool);
      return claimRun(this.#pool, this.#lease.id, run);
    });
    if (owned !== undefined) return this.#journal(owned);
    const holder = await this.owner(run);
    const by = holder === undefined ? 'another worker just now' : `a living worker, process ${holder.pid}`;
    throw new MusterError('MUS3001', `run ${run} is held by ${by}`);
  }

  /** Takes over unfinished runs that have no living owner, the oldest first; other workers may do so at the same time. */
  takeOverOrphans(limit: number): Promise<readonly RunJournal[]> {
    // One after the other: the second must know what the first has claimed.
    const after = this.#orphans.catch(() => undefined).then(() => this.#takeOverOrphans(limit));
    this.#orphans = after;
    return after;
  }

  async #takeOverOrphans(limit: number): Promise<readonly RunJournal[]> {
    const owned = await inDatabase('take-over of runs', async () => {
      await buryWorkers(this.#pool);
      return claimOrphans(this.#pool, { worker: this.#lease.id, limit, known: [...this.#known.keys()] });
    });
    return owned.map((one) => this.#journal(one));
  }

  /** A claim whose answer is lost is not known, and so found among the orphans later. */
  async #own(run: string, claim: () => Promise<OwnedRun | undefined>): Promise<OwnedRun | undefined> {
    if (!this.#lease.isHeld()) throw new MusterError('MUS3005', `run ${run}: this worker's lease is over`);
    const known = this.#known.get(run);
    this.#known.set(run, known ?? 0);
    let owned: OwnedRun | undefined;
    try {
      owned = await inDatabase(`run ${run}`, claim);
      return owned;
    } finally {
      if (owned === undefined && known === undefined) this.#known.delete(run);
    }
  }

  read(run: string): AsyncIterable<JournalRecord> {
    return this.#records.read(run);
  }

  list(): Promise<readonly string[]> {
    return this.#records.list();
  }

  owner(run: string): Promise<{ readonly pid: number; readonly host: string } | undefined> {
    return this.#records.owner(run);
  }

  /** After the journals: what is not closed is left to others. */
  async close(): Promise<void> {
    await this.#pool.end();
  }

  #journal(owned: OwnedRun): RunJournal {
    this.#known.set(owned.run, owned.fence);
    return new PostgresRunJournal(owned, this.#queue, {
      isHeld: () => this.#lease.isHeld(),
      giveUp: (run) => this.#giveUp(run),
    });
  }

  /** A database that does not answer, or a lease that is over, gives it up by itself. */
  async #giveUp({ run, fence }: OwnedRun): Promise<void> {
    if (this.#lease.isHeld()) {
      await giveUpRun(this.#pool, { worker: this.#lease.id, run, fence }).catch(() => undefined);
    }
    if (this.#known.get(run) === fence) this.#known.delete(run);
  }
}
