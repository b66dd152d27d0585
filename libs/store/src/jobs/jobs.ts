// Delivery of work to whichever worker has a hand free, by pg-boss: jobs are sent in the transaction that causes them,
// come back when their worker dies, and end in a dead letter queue when nothing helps.
import { type Db, PgBoss } from 'pg-boss';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/open-database.ts';
import { HOUSEKEEPING, queues, START_RUN, START_RUN_FAILED, type StartRunJob } from './queues.ts';

/** A notification may be lost, and a retry is not notified at all. */
const POLL_SECONDS = 2;
const SUPERVISE_SECONDS = 5;
/** Runs that a worker prepares at once, and how many of them may belong to one environment, over all workers. */
const STARTS = 4;
const STARTS_OF_ENVIRONMENT = 2;
const STOP_MS = 10_000;

const polling = { pollingIntervalSeconds: POLL_SECONDS, notifyPollingIntervalSeconds: POLL_SECONDS };

export interface JobHandlers {
  /** Starts the run, or lets it wait; may be called again for the same run. Throws: tried again later. */
  startRun(run: string): Promise<void>;
  /** The run could not be started, however often it was tried. */
  startRunFailed(run: string): Promise<void>;
  /** Once a minute, on one worker. */
  housekeeping(): Promise<void>;
}

export interface JobsRequest {
  readonly database: Database;
  /** What goes wrong beside a job, such as a poll. */
  readonly onError: (error: Error) => void;
}

/** @throws where `migrate` has not been called */
export async function openJobs({ database, onError }: JobsRequest): Promise<Jobs> {
  const boss = newBoss(database, { migrate: false, supervise: true, schedule: true });
  boss.on('error', onError);
  await boss.start();
  return new Jobs(boss);
}

export class Jobs {
  readonly #boss: PgBoss;

  constructor(boss: PgBoss) {
    this.#boss = boss;
  }

  /** Once the transaction is committed, some worker gets the run to start. */
  async startRun(manager: EntityManager, run: string, environment: string | null): Promise<void> {
    const job: StartRunJob = { run };
    const group = environment === null ? {} : { group: { id: environment } };
    await this.#boss.send(START_RUN, job, { ...group, singletonKey: run, db: within(manager) });
  }

  async work(handlers: JobHandlers): Promise<void> {
    for (let hand = 0; hand < STARTS; hand += 1) await this.#addHand(handlers);
    await this.#boss.work<StartRunJob>(START_RUN_FAILED, polling, async ([job]) =>
      handlers.startRunFailed(job!.data.run),
    );
    await this.#boss.work(HOUSEKEEPING, polling, () => handlers.housekeeping());
    await this.#boss.schedule(HOUSEKEEPING, '* * * * *');
  }

  /** One run at a time; the next one is looked for at once, where pg-boss would wait for its next poll. */
  async #addHand(handlers: JobHandlers): Promise<void> {
    let hand = '';
    hand = await this.#boss.work<StartRunJob>(
      START_RUN,
      { ...polling, groupConcurrency: STARTS_OF_ENVIRONMENT },
      async ([job]) => {
        await handlers.startRun(job!.data.run).finally(() => this.#boss.notifyWorker(hand));
      },
    );
  }

  /** Takes no more jobs and waits for those in hand. */
  async close(): Promise<void> {
    await this.#boss.stop({ graceful: true, timeout: STOP_MS });
  }
}

/** Makes the tables of pg-boss and the queues, or brings them up to date. */
export async function migrateJobs(database: Database): Promise<void> {
  const boss = newBoss(database, { migrate: true, supervise: false, schedule: false });
  await boss.start();
  try {
    for (const { name, policy, ...options } of queues) {
      await boss.createQueue(name, { ...options, ...(policy && { policy }) });
      await boss.updateQueue(name, options);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
}

interface BossChoices {
  readonly migrate: boolean;
  readonly supervise: boolean;
  readonly schedule: boolean;
}

function newBoss({ options }: Database, choices: BossChoices): PgBoss {
  return new PgBoss({
    ...choices,
    connectionString: options.url,
    application_name: `${options.name}-jobs`,
    max: 4,
    useListenNotify: true,
    registerInstance: false,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
  });
}

/** pg-boss's statements as part of the transaction of an entity manager. */
function within(manager: EntityManager): Db {
  return {
    async executeSql(text, values) {
      const result: unknown = await manager.queryRunner!.query(text, values as unknown[], true);
      return { rows: (result as { records?: unknown[] }).records ?? [] };
    },
  };
}
