// Every table, for TypeORM.
import { targetClaimTable } from '../admission/target-claim.table.ts';
import { haltTable } from '../halt/halt.table.ts';
import { runEventTable } from '../journal/run-event.table.ts';
import { resourceTables } from '../resources/resource.tables.ts';
import { runTable } from '../runs/run.table.ts';
import { occurrenceTable } from '../schedules/occurrence.table.ts';
import { scheduleTable } from '../schedules/schedule.table.ts';
import { workerTable } from '../worker/worker.table.ts';

export const tables = [
  runTable,
  runEventTable,
  workerTable,
  targetClaimTable,
  haltTable,
  scheduleTable,
  occurrenceTable,
  ...resourceTables,
] as const;
