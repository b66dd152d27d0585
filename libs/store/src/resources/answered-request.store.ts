// Answers kept for requests that may be repeated because nobody knows whether the first one came through.
import type { EntityManager } from 'typeorm';
import { type AnsweredRequestRow, answeredRequestTable } from './answered-request.table.ts';

export type AnsweredRequest = Readonly<Omit<AnsweredRequestRow, 'at'>>;

export class AnsweredRequestStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  async find(actor: string, key: string): Promise<AnsweredRequest | undefined> {
    return (await this.#manager.findOneBy(answeredRequestTable, { actor, key })) ?? undefined;
  }

  /** false: the same key was answered before; a request under way with the same key is waited for. */
  async add(request: AnsweredRequest): Promise<boolean> {
    const added = await this.#manager
      .createQueryBuilder()
      .insert()
      .into(answeredRequestTable)
      .values(request)
      .orIgnore()
      .returning('key')
      .execute();
    return (added.raw as unknown[]).length > 0;
  }

  async removeOlderThan(before: Date): Promise<number> {
    const { affected } = await this.#manager
      .createQueryBuilder()
      .delete()
      .from(answeredRequestTable)
      .where('at < :before', { before })
      .execute();
    return affected ?? 0;
  }
}
