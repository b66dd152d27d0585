import { EntitySchema } from 'typeorm';

/** done: it came about. refused: it was not allowed, or asked for wrongly. failed: it was tried and went wrong. */
export type AuditOutcome = 'done' | 'refused' | 'failed';

/** One request that would change something: who, what, where, and what became of it. Never changed. */
export interface AuditRow {
  readonly number: number;
  readonly at: Date;
  /** `token:4f1c...`, `oidc:subject`, or `nobody`. */
  readonly actor: string;
  readonly actorName: string;
  /** Id of the operation: `abortRun`. */
  readonly operation: string;
  readonly path: string;
  readonly environment: string | null;
  readonly outcome: AuditOutcome;
  readonly status: number;
  /** Code of the error. */
  readonly code: string | null;
  readonly requestId: string;
  readonly address: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export const auditTable = new EntitySchema<AuditRow>({
  name: 'audit',
  tableName: 'audit_events',
  columns: {
    number: {
      type: 'bigint',
      primary: true,
      primaryKeyConstraintName: 'audit_events_pkey',
      generated: 'increment',
      transformer: { from: Number, to: (value: number) => value },
    },
    at: { type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' },
    actor: { type: 'text' },
    actorName: { name: 'actor_name', type: 'text' },
    operation: { type: 'text' },
    path: { type: 'text' },
    environment: { type: 'text', nullable: true },
    outcome: { type: 'text' },
    status: { type: 'integer' },
    code: { type: 'text', nullable: true },
    requestId: { name: 'request_id', type: 'text' },
    address: { type: 'text' },
    details: { type: 'jsonb', default: {} },
  },
  indices: [
    { name: 'audit_events_of_actor', columns: ['actor', 'number'] },
    { name: 'audit_events_of_environment', columns: ['environment', 'number'] },
    { name: 'audit_events_of_operation', columns: ['operation', 'number'] },
  ],
});
