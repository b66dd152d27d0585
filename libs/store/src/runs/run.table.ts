import { EntitySchema } from 'typeorm';
import type { Cleanup, Json, Phase, Verdict } from '#core';

/** A run is queued until a worker takes it; from then on its phase is that of its journal. */
export type StoredPhase = 'queued' | Phase;

/** What is known of a run without reading its journal. */
export interface RunRow {
  readonly id: string;
  /** Counts the runs: lists are ordered by it. */
  readonly number: number;
  readonly experiment: string | null;
  readonly environment: string | null;
  readonly service: string | null;
  readonly planHash: string | null;
  readonly phase: StoredPhase;
  readonly verdict: Verdict | null;
  readonly cleanup: Cleanup | null;
  /** Why the verdict is what it is. */
  readonly message: string | null;
  /** What was asked for, and by whom; null: the run began without a request. */
  readonly request: Json | null;
  readonly requestedBy: string | null;
  readonly schedule: string | null;
  readonly requestedAt: Date;
  readonly startedAt: Date | null;
  readonly concludedAt: Date | null;
  /** Its place among the runs of its environment that go on. */
  readonly place: number | null;
  /** Why it cannot start yet. */
  readonly waitingFor: string | null;
  readonly waitingTargets: readonly string[] | null;
  readonly waitingLimit: number | null;
  /** Somebody wants it aborted: told to its worker, and kept for whoever takes it over. */
  readonly abortWhy: string | null;
  /** Who owns it; a worker without a row owns nothing. */
  readonly worker: string | null;
  readonly fence: number;
  readonly lastSeq: number;
}

export const runTable = new EntitySchema<RunRow>({
  name: 'run',
  tableName: 'runs',
  columns: {
    id: { type: 'text', primary: true, primaryKeyConstraintName: 'runs_pkey' },
    number: { type: 'integer', generated: 'increment' },
    experiment: { type: 'text', nullable: true },
    environment: { type: 'text', nullable: true },
    service: { type: 'text', nullable: true },
    planHash: { name: 'plan_hash', type: 'text', nullable: true },
    phase: { type: 'text', default: 'queued' },
    verdict: { type: 'text', nullable: true },
    cleanup: { type: 'text', nullable: true },
    message: { type: 'text', nullable: true },
    requestedAt: { name: 'requested_at', type: 'timestamptz', default: () => 'clock_timestamp()' },
    startedAt: { name: 'started_at', type: 'timestamptz', nullable: true },
    concludedAt: { name: 'concluded_at', type: 'timestamptz', nullable: true },
    request: { type: 'json', nullable: true },
    requestedBy: { name: 'requested_by', type: 'text', nullable: true },
    schedule: { type: 'text', nullable: true },
    place: { type: 'integer', nullable: true },
    waitingFor: { name: 'waiting_for', type: 'text', nullable: true },
    waitingTargets: { name: 'waiting_targets', type: 'text', array: true, nullable: true },
    waitingLimit: { name: 'waiting_limit', type: 'integer', nullable: true },
    abortWhy: { name: 'abort_why', type: 'text', nullable: true },
    worker: { type: 'uuid', nullable: true },
    fence: { type: 'integer', default: 0 },
    lastSeq: { name: 'last_seq', type: 'integer', default: 0 },
  },
  uniques: [{ name: 'runs_number_key', columns: ['number'] }],
  indices: [
    { name: 'runs_of_environment', columns: ['environment', 'number'] },
    { name: 'runs_of_experiment', columns: ['experiment', 'number'] },
    { name: 'runs_of_service', columns: ['service', 'number'] },
    { name: 'runs_of_schedule', columns: ['schedule', 'number'] },
    { name: 'runs_of_verdict', columns: ['verdict', 'number'] },
    { name: 'runs_concluded', columns: ['concludedAt'], where: 'concluded_at IS NOT NULL' },
    { name: 'runs_not_concluded', columns: ['number'], where: 'concluded_at IS NULL' },
    { name: 'runs_place', columns: ['environment', 'place'], unique: true, where: 'concluded_at IS NULL' },
    { name: 'runs_not_clean', columns: ['number'], where: "cleanup <> 'clean'" },
  ],
});
