// Runs without their journals, in the order in which they were asked for. Every filter has an index for it.
import type { SelectQueryBuilder } from 'typeorm';
import type { Cleanup, Json, Verdict } from '#core';
import type { Database } from '../database/open-database.ts';
import { type Page, type PageRequest, readPage } from '../resources/page.ts';
import { type RunRow, runTable, type StoredPhase } from './run.table.ts';

/** All that are given must hold. */
export interface RunFilter {
  /** Only these; undefined: all. */
  readonly environments?: readonly string[] | undefined;
  readonly environment?: string | undefined;
  readonly experiment?: string | undefined;
  readonly service?: string | undefined;
  readonly schedule?: string | undefined;
  readonly verdict?: Verdict | undefined;
  readonly state?: 'queued' | 'going' | 'concluded' | undefined;
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
  /** Somebody wants it aborted. */
  readonly abortWhy: string | null;
  /** What was asked for. */
  readonly request: Json | null;
  readonly requestedBy: string | null;
  readonly requestedAt: Date;
  readonly startedAt: Date | null;
  readonly concludedAt: Date | null;
  /** Records in its journal. */
  readonly lastSeq: number;
}

type Repositories = { readonly orm: Pick<Database['orm'], 'getRepository'> };

export class RunList {
  readonly #database: Repositories;

  /** Or the entity manager of a transaction, as `orm`. */
  constructor(database: Repositories) {
    this.#database = database;
  }

  async page(filter: RunFilter, page: PageRequest): Promise<Page<RunSummary>> {
    const query = selected(this.#database);
    for (const field of EQUAL) {
      if (filter[field] !== undefined) query.andWhere(`run.${field} = :${field}`, { [field]: filter[field] });
    }
    const { environments } = filter;
    if (environments !== undefined) query.andWhere('run.environment = ANY (:environments)', { environments });
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
  'abortWhy',
  'request',
  'requestedBy',
  'requestedAt',
  'startedAt',
  'concludedAt',
  'lastSeq',
];

function selected({ orm }: Repositories): SelectQueryBuilder<RunRow> {
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
