import { EntitySchema } from 'typeorm';

/** What became of an occurrence of a schedule: there is one answer, whatever the number of replicas. */
export interface OccurrenceRow {
  readonly schedule: string;
  readonly dueAt: Date;
  readonly startAt: Date;
  readonly decidedAt: Date;
  /** null: it was skipped, or its run is not kept any more. */
  readonly run: string | null;
  /** Why it was skipped; null: it was started. */
  readonly skipped: string | null;
}

export const occurrenceTable = new EntitySchema<OccurrenceRow>({
  name: 'occurrence',
  tableName: 'occurrences',
  columns: {
    schedule: { type: 'text', primary: true, primaryKeyConstraintName: 'occurrences_pkey' },
    dueAt: {
      name: 'due_at',
      type: 'timestamptz',
      primary: true,
      primaryKeyConstraintName: 'occurrences_pkey',
    },
    startAt: { name: 'start_at', type: 'timestamptz' },
    decidedAt: { name: 'decided_at', type: 'timestamptz', default: () => 'clock_timestamp()' },
    run: { type: 'text', nullable: true },
    skipped: { type: 'text', nullable: true },
  },
  indices: [
    { name: 'occurrences_of_run', columns: ['run'] },
    { name: 'occurrences_decided', columns: ['decidedAt'] },
  ],
  foreignKeys: [
    {
      name: 'occurrences_schedule_fkey',
      target: 'schedule',
      columnNames: ['schedule'],
      referencedColumnNames: ['name'],
      onDelete: 'CASCADE',
    },
    {
      name: 'occurrences_run_fkey',
      target: 'run',
      columnNames: ['run'],
      referencedColumnNames: ['id'],
      onDelete: 'SET NULL',
    },
  ],
});
