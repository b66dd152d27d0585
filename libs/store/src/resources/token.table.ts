import { EntitySchema } from 'typeorm';

/** What a token lets its bearer be, and where; `*` is every environment. */
export interface TokenGrant {
  readonly role: string;
  readonly environment: string;
}

/** An API token. The token itself is not stored, and cannot be found from this. */
export interface TokenRow {
  readonly id: string;
  readonly name: string;
  /** SHA-256 of the secret, in hex. */
  readonly hash: string;
  readonly grants: readonly TokenGrant[];
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  /** To the minute. */
  readonly lastUsedAt: Date | null;
}

export const tokenTable = new EntitySchema<TokenRow>({
  name: 'token',
  tableName: 'tokens',
  columns: {
    id: { type: 'text', primary: true, primaryKeyConstraintName: 'tokens_pkey' },
    name: { type: 'text' },
    hash: { type: 'text' },
    grants: { type: 'jsonb' },
    createdAt: { name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' },
    createdBy: { name: 'created_by', type: 'text' },
    expiresAt: { name: 'expires_at', type: 'timestamptz' },
    revokedAt: { name: 'revoked_at', type: 'timestamptz', nullable: true },
    lastUsedAt: { name: 'last_used_at', type: 'timestamptz', nullable: true },
  },
  indices: [{ name: 'tokens_by_age', columns: ['createdAt', 'id'] }],
});
