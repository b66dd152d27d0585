// "Halt all": every worker sees it at its next renewal at the latest (0.5 s), and at once if notifications arrive.
import type { Database } from '../database/open-database.ts';
import { ORDERS_CHANNEL } from '../worker/worker.statements.ts';

export interface Halt {
  readonly why: string;
  readonly by: string;
  readonly since: Date;
}

export class HaltSwitch {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Where all is halted already, who did it first stays. */
  async halt({ why, by }: Omit<Halt, 'since'>): Promise<void> {
    await this.#database.orm.query(SET, [why, by]);
  }

  /** Runs may be started again; those that wait are not told (see `RunRequests.dispatchWaiting`). */
  async lift(): Promise<void> {
    await this.#database.orm.query(LIFT);
  }

  async current(): Promise<Halt | undefined> {
    return (await this.#database.orm.query<Halt[]>('SELECT why, by, since FROM halts'))[0];
  }
}

const NOTIFY = `SELECT pg_notify('${ORDERS_CHANNEL}', '')`;
const SET = `WITH set AS (INSERT INTO halts (why, by) VALUES ($1, $2) ON CONFLICT DO NOTHING) ${NOTIFY}`;
const LIFT = `WITH lifted AS (DELETE FROM halts) ${NOTIFY}`;
