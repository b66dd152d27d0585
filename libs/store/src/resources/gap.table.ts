import { EntitySchema } from 'typeorm';

/** open: a run showed it. claimed: somebody says that it is fixed. closed: a run showed that. accepted: lived with, for a while. */
export type GapState = 'open' | 'claimed' | 'closed' | 'accepted';

/** Something that did not hold, followed over all runs of an environment until a run shows that it holds. */
export interface GapRow {
  readonly id: string;
  readonly number: number;
  readonly environment: string;
  /** The same in every run of the experiment. */
  readonly identity: string;
  readonly experiment: string;
  readonly service: string | null;
  readonly owner: string;
  readonly title: string;
  readonly severity: string;
  readonly capability: string;
  readonly subject: string;
  readonly expected: string;
  /** In the run that showed it last. */
  readonly observed: string;
  readonly runbook: object | null;
  readonly fix: string | null;
  /** What a run must show. */
  readonly criterion: string;
  /** YYYY-MM-DD. */
  readonly due: string;
  readonly state: GapState;
  readonly note: string;
  readonly acceptedUntil: Date | null;
  readonly openedAt: Date;
  readonly openedByRun: string;
  readonly seenAt: Date;
  readonly seenByRun: string;
  readonly closedAt: Date | null;
  readonly closedByRun: string | null;
  /** How often a run showed it again after it was closed. */
  readonly reopened: number;
  readonly revision: number;
}

export const gapTable = new EntitySchema<GapRow>({
  name: 'gap',
  tableName: 'gaps',
  columns: {
    id: { type: 'text', primary: true, primaryKeyConstraintName: 'gaps_pkey' },
    number: { type: 'integer', generated: 'increment' },
    environment: { type: 'text' },
    identity: { type: 'text' },
    experiment: { type: 'text' },
    service: { type: 'text', nullable: true },
    owner: { type: 'text' },
    title: { type: 'text' },
    severity: { type: 'text' },
    capability: { type: 'text' },
    subject: { type: 'text' },
    expected: { type: 'text' },
    observed: { type: 'text' },
    runbook: { type: 'json', nullable: true },
    fix: { type: 'text', nullable: true },
    criterion: { type: 'text' },
    due: { type: 'text' },
    state: { type: 'text' },
    note: { type: 'text', default: '' },
    acceptedUntil: { name: 'accepted_until', type: 'timestamptz', nullable: true },
    openedAt: { name: 'opened_at', type: 'timestamptz' },
    openedByRun: { name: 'opened_by_run', type: 'text' },
    seenAt: { name: 'seen_at', type: 'timestamptz' },
    seenByRun: { name: 'seen_by_run', type: 'text' },
    closedAt: { name: 'closed_at', type: 'timestamptz', nullable: true },
    closedByRun: { name: 'closed_by_run', type: 'text', nullable: true },
    reopened: { type: 'integer', default: 0 },
    revision: { type: 'integer', default: 1 },
  },
  uniques: [
    { name: 'gaps_number_key', columns: ['number'] },
    { name: 'gaps_identity_key', columns: ['environment', 'identity'] },
  ],
  indices: [
    { name: 'gaps_of_owner', columns: ['owner', 'number'] },
    { name: 'gaps_of_service', columns: ['service', 'number'] },
    { name: 'gaps_of_state', columns: ['state', 'number'] },
    { name: 'gaps_of_experiment', columns: ['experiment', 'number'] },
    { name: 'gaps_due', columns: ['due', 'number'] },
  ],
});

/** Work that shall close a gap. It is closed with the gap, by a run; until then somebody can only claim that it is done. */
export interface ActionItemRow {
  readonly id: string;
  readonly number: number;
  readonly gap: string;
  readonly title: string;
  readonly owner: string;
  readonly due: string;
  readonly state: 'open' | 'claimed' | 'closed';
  readonly note: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly revision: number;
}

export const actionItemTable = new EntitySchema<ActionItemRow>({
  name: 'actionItem',
  tableName: 'action_items',
  columns: {
    id: { type: 'text', primary: true, primaryKeyConstraintName: 'action_items_pkey' },
    number: { type: 'integer', generated: 'increment' },
    gap: { type: 'text' },
    title: { type: 'text' },
    owner: { type: 'text' },
    due: { type: 'text' },
    state: { type: 'text', default: 'open' },
    note: { type: 'text', default: '' },
    createdAt: { name: 'created_at', type: 'timestamptz', default: () => 'clock_timestamp()' },
    createdBy: { name: 'created_by', type: 'text' },
    revision: { type: 'integer', default: 1 },
  },
  uniques: [{ name: 'action_items_number_key', columns: ['number'] }],
  indices: [
    { name: 'action_items_of_gap', columns: ['gap', 'number'] },
    { name: 'action_items_of_owner', columns: ['owner', 'number'] },
    { name: 'action_items_of_state', columns: ['state', 'number'] },
  ],
  foreignKeys: [
    {
      name: 'action_items_gap_fkey',
      target: 'gap',
      columnNames: ['gap'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
});
