import { EntitySchema } from 'typeorm';

/** The answer to a request with an idempotency key, to be given again to whoever repeats it. */
export interface AnsweredRequestRow {
  readonly actor: string;
  readonly key: string;
  readonly operation: string;
  /** Of everything that the request said. */
  readonly fingerprint: string;
  readonly status: number;
  /** JSON text. */
  readonly body: string;
  readonly at: Date;
}

export const answeredRequestTable = new EntitySchema<AnsweredRequestRow>({
  name: 'answeredRequest',
  tableName: 'answered_requests',
  columns: {
    actor: { type: 'text', primary: true, primaryKeyConstraintName: 'answered_requests_pkey' },
    key: { type: 'text', primary: true, primaryKeyConstraintName: 'answered_requests_pkey' },
    operation: { type: 'text' },
    fingerprint: { type: 'text' },
    status: { type: 'integer' },
    body: { type: 'text' },
    at: { type: 'timestamptz', default: () => 'clock_timestamp()' },
  },
  indices: [{ name: 'answered_requests_by_age', columns: ['at'] }],
});
