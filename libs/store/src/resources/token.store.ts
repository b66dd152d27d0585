import type { EntityManager } from 'typeorm';
import { type Page, type PageRequest, readPage } from './page.ts';
import { type TokenRow, tokenTable } from './token.table.ts';

export type StoredToken = Readonly<TokenRow>;
export type NewToken = Omit<StoredToken, 'createdAt' | 'revokedAt' | 'lastUsedAt'>;

/** Uses within this time are told once. */
const USE_MS = 60_000;

export class TokenStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  async add(token: NewToken): Promise<StoredToken> {
    const row = { ...token, createdAt: new Date(), revokedAt: null, lastUsedAt: null };
    await this.#manager.insert(tokenTable, { ...row, grants: [...row.grants] });
    return row;
  }

  async find(id: string): Promise<StoredToken | undefined> {
    return (await this.#manager.findOneBy(tokenTable, { id })) ?? undefined;
  }

  async hasAny(): Promise<boolean> {
    return this.#manager.exists(tokenTable);
  }

  /** Newest first. */
  async list(page: PageRequest): Promise<Page<StoredToken>> {
    return readPage(
      this.#manager.createQueryBuilder(tokenTable, 'token'),
      [
        { column: 'token.createdAt', of: ({ createdAt }) => createdAt.toISOString() },
        { column: 'token.id', of: ({ id }) => id },
      ],
      page,
    );
  }

  /** A token that is revoked already stays revoked as it was. */
  async revoke(id: string): Promise<StoredToken | undefined> {
    await this.#manager
      .createQueryBuilder()
      .update(tokenTable)
      .set({ revokedAt: () => 'clock_timestamp()' })
      .where('id = :id AND revoked_at IS NULL', { id })
      .execute();
    return this.find(id);
  }

  async noteUse({ id, lastUsedAt }: StoredToken, now: Date): Promise<void> {
    if (lastUsedAt !== null && now.getTime() - lastUsedAt.getTime() < USE_MS) return;
    await this.#manager.update(tokenTable, { id }, { lastUsedAt: now });
  }
}
