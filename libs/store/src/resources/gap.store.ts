// Gaps and the work that shall close them.
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { MusterError } from '#core';
import { recordShown, type ShownByRun } from './gap.record.ts';
import { type ActionItemRow, actionItemTable, type GapRow, type GapState, gapTable } from './gap.table.ts';
import { type Page, type PageRequest, readPage } from './page.ts';

export type StoredGap = Readonly<GapRow>;
export type StoredActionItem = Readonly<ActionItemRow>;

export interface GapFilter {
  readonly environments?: readonly string[] | undefined;
  readonly environment?: string | undefined;
  readonly experiment?: string | undefined;
  readonly service?: string | undefined;
  readonly owner?: string | undefined;
  readonly state?: GapState | undefined;
}

export type GapSort = 'number' | 'due';

/** What people may say of a gap; whether it is closed is not among it. */
export interface GapChange {
  readonly state?: Exclude<GapState, 'closed'> | undefined;
  readonly owner?: string | undefined;
  readonly due?: string | undefined;
  readonly note?: string | undefined;
  readonly acceptedUntil?: Date | null | undefined;
}

export type NewActionItem = Pick<ActionItemRow, 'gap' | 'title' | 'owner' | 'due' | 'createdBy'>;
export type ActionItemChange = Partial<Pick<ActionItemRow, 'title' | 'owner' | 'due' | 'note'>> & {
  readonly state?: 'open' | 'claimed' | undefined;
};

export interface ActionItemFilter {
  readonly environments?: readonly string[] | undefined;
  readonly gap?: string | undefined;
  readonly owner?: string | undefined;
  readonly state?: ActionItemRow['state'] | undefined;
}

export class GapStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** May be told twice. */
  async record(shown: ShownByRun): Promise<void> {
    await recordShown(this.#manager, shown);
  }

  async find(id: string): Promise<StoredGap | undefined> {
    return (await this.#manager.findOneBy(gapTable, { id })) ?? undefined;
  }

  async list(filter: GapFilter, sort: GapSort, page: PageRequest): Promise<Page<StoredGap>> {
    const query = this.#manager.createQueryBuilder(gapTable, 'gap');
    const { environments, ...equal } = filter;
    if (environments !== undefined) query.andWhere('gap.environment = ANY (:environments)', { environments });
    for (const [field, value] of Object.entries(equal)) {
      if (value !== undefined) query.andWhere(`gap.${field} = :${field}`, { [field]: value });
    }
    const byNumber = { column: 'gap.number', of: ({ number }: GapRow) => number };
    const byDue = { column: 'gap.due', of: ({ due }: GapRow) => due };
    return readPage(query, sort === 'due' ? [byDue, byNumber] : [byNumber], page);
  }

  /** @throws MusterError MUS5003; MUS5004: not at the revision expected; MUS5006: it is closed */
  async change(id: string, change: GapChange, expected?: number): Promise<StoredGap> {
    const gap = await this.#manager.findOne(gapTable, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (gap === null) throw new MusterError('MUS5003', `no gap ${id}`);
    expectRevision(`gap ${id}`, gap.revision, expected);
    if (gap.state === 'closed' && change.state !== undefined) {
      throw new MusterError(
        'MUS5006',
        `gap ${id} was closed by run ${gap.closedByRun}: only a run opens it again`,
      );
    }
    await this.#manager.update(gapTable, { id }, { ...defined(change), revision: gap.revision + 1 });
    return { ...gap, ...defined(change), revision: gap.revision + 1 };
  }

  async addItem(item: NewActionItem): Promise<StoredActionItem> {
    const id = randomUUID();
    await this.#manager.insert(actionItemTable, { ...item, id });
    return this.#item(id);
  }

  async findItem(id: string): Promise<StoredActionItem | undefined> {
    return (await this.#manager.findOneBy(actionItemTable, { id })) ?? undefined;
  }

  async environmentOfItem(id: string): Promise<string | undefined> {
    const item = await this.findItem(id);
    return item && (await this.find(item.gap))?.environment;
  }

  async items(filter: ActionItemFilter, page: PageRequest): Promise<Page<StoredActionItem>> {
    const query = this.#manager.createQueryBuilder(actionItemTable, 'item');
    const { environments, ...equal } = filter;
    if (environments !== undefined) {
      query.andWhere('item.gap IN (SELECT id FROM gaps WHERE environment = ANY (:environments))', {
        environments,
      });
    }
    for (const [field, value] of Object.entries(equal)) {
      if (value !== undefined) query.andWhere(`item.${field} = :${field}`, { [field]: value });
    }
    return readPage(query, [{ column: 'item.number', of: ({ number }) => number }], page);
  }

  /** @throws MusterError MUS5003, MUS5004; MUS5006: it is closed */
  async changeItem(id: string, change: ActionItemChange, expected?: number): Promise<StoredActionItem> {
    const lock = { mode: 'pessimistic_write' } as const;
    const item = await this.#manager.findOne(actionItemTable, { where: { id }, lock });
    if (item === null) throw new MusterError('MUS5003', `no action item ${id}`);
    expectRevision(`action item ${id}`, item.revision, expected);
    if (item.state === 'closed')
      throw new MusterError('MUS5006', `action item ${id} was closed with its gap, by a run`);
    const revision = item.revision + 1;
    await this.#manager.update(actionItemTable, { id }, { ...defined(change), revision });
    return { ...item, ...defined(change), revision };
  }

  async #item(id: string): Promise<StoredActionItem> {
    const item = await this.findItem(id);
    if (item === undefined) throw new MusterError('MUS5003', `no action item ${id}`);
    return item;
  }
}

function expectRevision(what: string, present: number, expected: number | undefined): void {
  if (expected === undefined || expected === present) return;
  throw new MusterError('MUS5004', `${what} is at revision ${present}, expected ${expected}`);
}

/** Only the keys that say something. */
function defined<T extends object>(change: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as never;
}
