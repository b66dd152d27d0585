import { EntitySchema } from 'typeorm';
import type { RunEvent } from '#core';

/** One record of a run's journal. */
export interface RunEventRow {
  readonly run: string;
  readonly seq: number;
  readonly atMs: number;
  readonly fence: number;
  readonly event: RunEvent;
}

export const runEventTable = new EntitySchema<RunEventRow>({
  name: 'runEvent',
  tableName: 'run_events',
  columns: {
    run: { type: 'text', primary: true, primaryKeyConstraintName: 'run_events_pkey' },
    seq: { type: 'integer', primary: true, primaryKeyConstraintName: 'run_events_pkey' },
    atMs: { name: 'at_ms', type: 'double precision' },
    fence: { type: 'integer' },
    // Not jsonb: it refuses \u0000 and lone surrogates, which a target may answer with.
    event: { type: 'json' },
  },
  foreignKeys: [
    {
      name: 'run_events_run_fkey',
      target: 'run',
      columnNames: ['run'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
});
