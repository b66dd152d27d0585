// Documents of users and all their versions. Saving what is there already changes nothing; saving anything else is a new
// version, and the old ones stay as they were.
import type { EntityManager } from 'typeorm';
import { MusterError } from '#core';
import {
  type DocumentKind,
  type DocumentRow,
  type DocumentVersionRow,
  documentTable,
  documentVersionTable,
} from './document.table.ts';
import { type Page, type PageRequest, readPage, type SortKey } from './page.ts';

export type { DocumentKind } from './document.table.ts';

export type StoredDocument = Readonly<Omit<DocumentRow, 'removedAt'>>;
export type DocumentVersion = Readonly<DocumentVersionRow>;

export interface DocumentName {
  readonly kind: DocumentKind;
  readonly name: string;
}

export interface NewDocument extends DocumentName {
  readonly hash: string;
  readonly source: string;
  readonly title: string | null;
  readonly service: string | null;
  readonly environment: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly savedBy: string;
}

export interface SavedDocument {
  readonly document: StoredDocument;
  readonly change: 'created' | 'changed' | 'unchanged';
}

export interface DocumentFilter {
  readonly kind: DocumentKind;
  /** Only these; default: all. */
  readonly names?: readonly string[] | undefined;
  readonly service?: string | undefined;
  readonly environment?: string | undefined;
  readonly label?: { readonly name: string; readonly value: string } | undefined;
}

export type DocumentSort = 'name' | 'savedAt';

export class DocumentStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** @throws MusterError MUS5004: it is not at the version expected (0: not there) */
  async save(document: NewDocument, expected?: number): Promise<SavedDocument> {
    const { source, ...head } = document;
    const before = await this.#lock(document);
    expectVersion(document, before, expected);
    const isThere = before !== undefined && before.removedAt === null;
    if (isThere && before.hash === document.hash) return { document: before, change: 'unchanged' };
    const version = (before?.version ?? 0) + 1;
    const savedAt = new Date();
    const row = { ...head, version, savedAt, removedAt: null };
    await this.#manager.upsert(documentTable, { ...row, labels: { ...row.labels } }, ['kind', 'name']);
    const { kind, name, hash, savedBy } = document;
    await this.#manager.insert(documentVersionTable, { kind, name, version, hash, source, savedAt, savedBy });
    return { document: row, change: isThere ? 'changed' : 'created' };
  }

  /** false: it is not there. @throws MusterError MUS5004 */
  async remove(document: DocumentName, expected?: number): Promise<boolean> {
    const before = await this.#lock(document);
    if (before === undefined || before.removedAt !== null) return false;
    expectVersion(document, before, expected);
    const { kind, name } = document;
    await this.#manager.update(documentTable, { kind, name }, { removedAt: new Date() });
    return true;
  }

  async find({ kind, name }: DocumentName): Promise<StoredDocument | undefined> {
    const row = await this.#manager.findOneBy(documentTable, { kind, name });
    return row === null || row.removedAt !== null ? undefined : row;
  }

  /** Default: the version that it is at now. Versions of a removed document are found by their number. */
  async version({ kind, name }: DocumentName, version?: number): Promise<DocumentVersion | undefined> {
    const wanted = version ?? (await this.find({ kind, name }))?.version;
    if (wanted === undefined) return undefined;
    return (
      (await this.#manager.findOneBy(documentVersionTable, { kind, name, version: wanted })) ?? undefined
    );
  }

  async list(filter: DocumentFilter, sort: DocumentSort, page: PageRequest): Promise<Page<StoredDocument>> {
    const query = this.#manager
      .createQueryBuilder(documentTable, 'document')
      .where('document.kind = :kind AND document.removedAt IS NULL', { kind: filter.kind });
    const { names, service, environment, label } = filter;
    if (names !== undefined) query.andWhere('document.name = ANY (:names)', { names });
    if (service !== undefined) query.andWhere('document.service = :service', { service });
    if (environment !== undefined) query.andWhere('document.environment = :environment', { environment });
    if (label !== undefined) {
      query.andWhere('document.labels @> :label', { label: JSON.stringify({ [label.name]: label.value }) });
    }
    return readPage(query, sort === 'name' ? [byName] : [byAge, byName], page);
  }

  /** Newest first. */
  async versions({ kind, name }: DocumentName, page: PageRequest): Promise<Page<DocumentVersion>> {
    const query = this.#manager
      .createQueryBuilder(documentVersionTable, 'version')
      .where('version.kind = :kind AND version.name = :name', { kind, name });
    return readPage(query, [{ column: 'version.version', of: ({ version }) => version }], page);
  }

  /** Everything of a kind that is there now, with its source: for what needs them all at once. */
  async sources(kind: DocumentKind): Promise<readonly DocumentVersion[]> {
    return this.#manager
      .createQueryBuilder(documentVersionTable, 'version')
      .innerJoin(
        documentTable.options.name,
        'document',
        'document.kind = version.kind AND document.name = version.name AND document.version = version.version',
      )
      .where('document.kind = :kind AND document.removedAt IS NULL', { kind })
      .orderBy('version.name')
      .getMany();
  }

  /** Until the transaction ends nobody else changes it, or makes it where it is not there. */
  async #lock({ kind, name }: DocumentName): Promise<DocumentRow | undefined> {
    await this.#manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`${kind}/${name}`]);
    return (await this.#manager.findOneBy(documentTable, { kind, name })) ?? undefined;
  }
}

function expectVersion(
  { kind, name }: DocumentName,
  before: DocumentRow | undefined,
  expected: number | undefined,
): void {
  const present = before === undefined || before.removedAt !== null ? 0 : before.version;
  if (expected === undefined || expected === present) return;
  const told = present === 0 ? 'is not there' : `is at version ${present}`;
  throw new MusterError('MUS5004', `${kind} ${name} ${told}, expected ${expected === 0 ? 'none' : expected}`);
}

const byName: SortKey<DocumentRow> = { column: 'document.name', of: ({ name }) => name };
const byAge: SortKey<DocumentRow> = {
  column: 'document.savedAt',
  of: ({ savedAt }) => savedAt.toISOString(),
};
