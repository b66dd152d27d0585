// Every table, for TypeORM.
import { runEventTable } from '../journal/run-event.table.ts';
import { runTable } from '../runs/run.table.ts';
import { workerTable } from '../worker/worker.table.ts';

export const tables = [runTable, runEventTable, workerTable] as const;
