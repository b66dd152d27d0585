import { EntitySchema } from 'typeorm';

/** A worker that is alive. It is dead when its row is gone; whoever finds it expired removes it. */
export interface WorkerRow {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly startedAt: Date;
  readonly expiresAt: Date;
}

export const workerTable = new EntitySchema<WorkerRow>({
  name: 'worker',
  tableName: 'workers',
  columns: {
    id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'workers_pkey' },
    host: { type: 'text' },
    pid: { type: 'integer' },
    version: { type: 'text' },
    startedAt: { name: 'started_at', type: 'timestamptz', default: () => 'clock_timestamp()' },
    expiresAt: { name: 'expires_at', type: 'timestamptz' },
  },
});
