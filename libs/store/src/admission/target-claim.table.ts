import { EntitySchema } from 'typeorm';

/** A target that a run harms, or has left in a state that nobody has verified. Nobody else may harm it. */
export interface TargetClaimRow {
  readonly target: string;
  readonly run: string;
}

export const targetClaimTable = new EntitySchema<TargetClaimRow>({
  name: 'targetClaim',
  tableName: 'target_claims',
  columns: {
    target: { type: 'text', primary: true, primaryKeyConstraintName: 'target_claims_pkey' },
    run: { type: 'text' },
  },
  indices: [{ name: 'target_claims_of_run', columns: ['run'] }],
  foreignKeys: [
    {
      name: 'target_claims_run_fkey',
      target: 'run',
      columnNames: ['run'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
});
