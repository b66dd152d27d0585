import { EntitySchema } from 'typeorm';

/** A plan that somebody wants to run and others must agree to. It holds for this plan alone, for a while, and once. */
export interface ApprovalRow {
  readonly id: string;
  readonly number: number;
  readonly environment: string;
  readonly experiment: string;
  readonly experimentVersion: number;
  readonly planHash: string;
  /** What those who approve are shown. */
  readonly explanation: readonly { readonly title: string; readonly lines: readonly string[] }[];
  readonly note: string;
  /** Persons other than who asked. */
  readonly needed: number;
  readonly requestedBy: string;
  readonly requestedByName: string;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
  /** The run that used it. */
  readonly run: string | null;
}

export const approvalTable = new EntitySchema<ApprovalRow>({
  name: 'approval',
  tableName: 'approvals',
  columns: {
    id: { type: 'text', primary: true, primaryKeyConstraintName: 'approvals_pkey' },
    number: { type: 'integer', generated: 'increment' },
    environment: { type: 'text' },
    experiment: { type: 'text' },
    experimentVersion: { name: 'experiment_version', type: 'integer' },
    planHash: { name: 'plan_hash', type: 'text' },
    explanation: { type: 'json' },
    note: { type: 'text' },
    needed: { type: 'integer' },
    requestedBy: { name: 'requested_by', type: 'text' },
    requestedByName: { name: 'requested_by_name', type: 'text' },
    requestedAt: { name: 'requested_at', type: 'timestamptz', default: () => 'clock_timestamp()' },
    expiresAt: { name: 'expires_at', type: 'timestamptz' },
    run: { type: 'text', nullable: true },
  },
  uniques: [{ name: 'approvals_number_key', columns: ['number'] }],
  indices: [{ name: 'approvals_of_environment', columns: ['environment', 'number'] }],
});

/** What one person said of it. */
export interface ApprovalVoteRow {
  readonly approval: string;
  readonly by: string;
  readonly byName: string;
  readonly isAgreed: boolean;
  readonly comment: string;
  readonly at: Date;
}

export const approvalVoteTable = new EntitySchema<ApprovalVoteRow>({
  name: 'approvalVote',
  tableName: 'approval_votes',
  columns: {
    approval: { type: 'text', primary: true, primaryKeyConstraintName: 'approval_votes_pkey' },
    by: { type: 'text', primary: true, primaryKeyConstraintName: 'approval_votes_pkey' },
    byName: { name: 'by_name', type: 'text' },
    isAgreed: { name: 'is_agreed', type: 'boolean' },
    comment: { type: 'text' },
    at: { type: 'timestamptz', default: () => 'clock_timestamp()' },
  },
  foreignKeys: [
    {
      name: 'approval_votes_approval_fkey',
      target: 'approval',
      columnNames: ['approval'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
});
