// Runs without their journals, in the order in which they were asked for. Every filter has an index for it.
import type { SelectQueryBuilder } from 'typeorm';
import type { Cleanup, Verdict } from '#core';
import type { Database } from '../database/open-database.ts';
import { type Page, type PageRequest, readPage } from '../resources/page.ts';
import { type RunRow, runTable, type StoredPhase } from './run.table.ts';

/** All that are given must hold. */
export interface RunFilter {
  readonly environment?: string;
  readonly experiment?: string;
  readonly service?: string;
  readonly schedule?: string;
  readonly verdict?: Verdict;
  readonly state?: 'queued' | 'going' | 'concluded';
  /** Something may still be broken. */
  readonly isUnclean?: boolean;
}

export interface RunSummary {
  readonly id: string;
  readonly number: number;
  readonly experiment: string | null;
  readonly environment: string | null;
  readonly service: string | null;
  readonly schedule: string | null;
  readonly planHash: string | null;
  readonly phase: StoredPhase;
  readonly verdict: Verdict | null;
  readonly cleanup: Cleanup | null;
  readonly message: string | null;
  readonly waitingFor: string | null;
  readonly requestedBy: string | null;
  readonly requestedAt: Date;
  readonly startedAt: Date | null;
  readonly concludedAt: Date | null;
  /** Records in its journal. */
  readonly lastSeq: number;
}

export class RunList {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async page(filter: RunFilter, page: PageRequest): Promise<Page<RunSummary>> {
    const query = selected(this.#database);
    for (const field of EQUAL) {
      if (filter[field] !== undefined) query.andWhere(`run.${field} = :${field}`, { [field]: filter[field] });
    }
    if (filter.state !== undefined) query.andWhere(stateConditions[filter.state]);
    if (filter.isUnclean === true) query.andWhere(`run.cleanup <> 'clean'`);
    return readPage(query, [{ column: 'run.number', of: ({ number }) => number }], page);
  }

  async find(run: string): Promise<RunSummary | undefined> {
    return (await selected(this.#database).where('run.id = :run', { run }).getOne()) ?? undefined;
  }
}

const FIELDS: readonly (keyof RunSummary)[] = [
  'id',
  'number',
  'experiment',
  'environment',
  'service',
  'schedule',
  'planHash',
  'phase',
  'verdict',
  'cleanup',
  'message',
  'waitingFor',
  'requestedBy',
  'requestedAt',
  'startedAt',
  'concludedAt',
  'lastSeq',
];

function selected({ orm }: Database): SelectQueryBuilder<RunRow> {
  return orm
    .getRepository(runTable)
    .createQueryBuilder('run')
    .select(FIELDS.map((field) => `run.${field}`));
}

const stateConditions: Readonly<Record<NonNullable<RunFilter['state']>, string>> = {
  queued: `run.concludedAt IS NULL AND run.phase = 'queued'`,
  going: `run.concludedAt IS NULL AND run.phase <> 'queued'`,
  concluded: 'run.concludedAt IS NOT NULL',
};

const EQUAL = ['environment', 'experiment', 'service', 'schedule', 'verdict'] as const;
