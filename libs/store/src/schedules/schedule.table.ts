import { EntitySchema } from 'typeorm';
import type { Json, JsonObject } from '#core';

/** The rule as it was checked by whoever stores it. */
export type StoredRule = JsonObject & { readonly whileRunning: 'skip' | 'start' };

export interface ScheduleRow {
  readonly name: string;
  readonly rule: StoredRule;
  readonly environment: string;
  readonly experiment: string;
  readonly service: string | null;
  readonly request: Json;
  readonly isPaused: boolean;
  /** Why it was paused by itself. */
  readonly problem: string | null;
  readonly changedAt: Date;
  readonly changedBy: string;
  /** The next occurrence: when it is due, and when it starts. Both null: there is none any more. */
  readonly dueAt: Date | null;
  readonly startAt: Date | null;
}

export const scheduleTable = new EntitySchema<ScheduleRow>({
  name: 'schedule',
  tableName: 'schedules',
  columns: {
    name: { type: 'text', primary: true, primaryKeyConstraintName: 'schedules_pkey' },
    rule: { type: 'json' },
    environment: { type: 'text' },
    experiment: { type: 'text' },
    service: { type: 'text', nullable: true },
    request: { type: 'json' },
    isPaused: { name: 'is_paused', type: 'boolean', default: false },
    problem: { type: 'text', nullable: true },
    changedAt: { name: 'changed_at', type: 'timestamptz', default: () => 'clock_timestamp()' },
    changedBy: { name: 'changed_by', type: 'text' },
    dueAt: { name: 'due_at', type: 'timestamptz', nullable: true },
    startAt: { name: 'start_at', type: 'timestamptz', nullable: true },
  },
  indices: [{ name: 'schedules_due', columns: ['startAt'], where: 'NOT is_paused' }],
});
