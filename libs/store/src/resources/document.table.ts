import { EntitySchema } from 'typeorm';

export type DocumentKind = 'Experiment' | 'Environment' | 'Service';

/** A document that users wrote, as it is now. What it was is in its versions. */
export interface DocumentRow {
  readonly kind: DocumentKind;
  readonly name: string;
  readonly version: number;
  readonly hash: string;
  readonly title: string | null;
  /** The service that an experiment examines. */
  readonly service: string | null;
  /** The environment that an experiment is written for. */
  readonly environment: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly savedAt: Date;
  readonly savedBy: string;
  /** It is not listed any more; its versions stay. */
  readonly removedAt: Date | null;
}

export const documentTable = new EntitySchema<DocumentRow>({
  name: 'document',
  tableName: 'documents',
  columns: {
    kind: { type: 'text', primary: true, primaryKeyConstraintName: 'documents_pkey' },
    name: { type: 'text', primary: true, primaryKeyConstraintName: 'documents_pkey' },
    version: { type: 'integer' },
    hash: { type: 'text' },
    title: { type: 'text', nullable: true },
    service: { type: 'text', nullable: true },
    environment: { type: 'text', nullable: true },
    labels: { type: 'jsonb', default: {} },
    savedAt: { name: 'saved_at', type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' },
    savedBy: { name: 'saved_by', type: 'text' },
    removedAt: { name: 'removed_at', type: 'timestamptz', precision: 3, nullable: true },
  },
  indices: [
    { name: 'documents_by_age', columns: ['kind', 'savedAt', 'name'] },
    { name: 'documents_of_service', columns: ['kind', 'service', 'name'] },
  ],
});

/** A document as it was saved once. Never changed: runs refer to it. */
export interface DocumentVersionRow {
  readonly kind: DocumentKind;
  readonly name: string;
  readonly version: number;
  readonly hash: string;
  /** As it was written, comments included. */
  readonly source: string;
  readonly savedAt: Date;
  readonly savedBy: string;
}

export const documentVersionTable = new EntitySchema<DocumentVersionRow>({
  name: 'documentVersion',
  tableName: 'document_versions',
  columns: {
    kind: { type: 'text', primary: true, primaryKeyConstraintName: 'document_versions_pkey' },
    name: { type: 'text', primary: true, primaryKeyConstraintName: 'document_versions_pkey' },
    version: { type: 'integer', primary: true, primaryKeyConstraintName: 'document_versions_pkey' },
    hash: { type: 'text' },
    source: { type: 'text' },
    savedAt: { name: 'saved_at', type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' },
    savedBy: { name: 'saved_by', type: 'text' },
  },
  foreignKeys: [
    {
      name: 'document_versions_document_fkey',
      target: 'document',
      columnNames: ['kind', 'name'],
      referencedColumnNames: ['kind', 'name'],
    },
  ],
});
