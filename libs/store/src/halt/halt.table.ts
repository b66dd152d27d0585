import { EntitySchema } from 'typeorm';

/** At most one row: while it is there, every run is aborted and none is started. */
export interface HaltRow {
  readonly id: 1;
  readonly why: string;
  readonly by: string;
  readonly since: Date;
}

export const haltTable = new EntitySchema<HaltRow>({
  name: 'halt',
  tableName: 'halts',
  columns: {
    id: { type: 'integer', primary: true, primaryKeyConstraintName: 'halts_pkey', default: 1 },
    why: { type: 'text' },
    by: { type: 'text' },
    since: { type: 'timestamptz', default: () => 'clock_timestamp()' },
  },
  checks: [{ name: 'halts_one', expression: 'id = 1' }],
});
