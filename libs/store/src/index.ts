// Everything that Muster keeps in PostgreSQL: journals of runs, leases of workers, who may start and when, what users keep
// on the server. No row leaves this library.
export type { Obstacle } from './admission/obstacle.ts';
export { type QueuedRun, type RunRequest, RunRequests } from './admission/run-requests.ts';
export type { StartRequest } from './admission/start.statement.ts';
export { migrate } from './database/migrate.ts';
export { type Database, type DatabaseOptions, openDatabase } from './database/open-database.ts';
export { type Halt, HaltSwitch } from './halt/halt-switch.ts';
export { type JobHandlers, type Jobs, openJobs } from './jobs/jobs.ts';
export { PostgresJournalStore } from './journal/postgres-journal.store.ts';
export { openRunFeed, type RunFeed } from './journal/run-feed.ts';
export { RunRecords } from './journal/run-records.ts';
export type { AnsweredRequest } from './resources/answered-request.store.ts';
export type { StoredApproval } from './resources/approval.store.ts';
export type { NewAuditEvent } from './resources/audit.store.ts';
export type { DocumentKind, DocumentName, NewDocument } from './resources/document.store.ts';
export type { Page, PageRequest } from './resources/page.ts';
export { ResourceStore, type Resources } from './resources/resources.ts';
export type { StoredToken } from './resources/token.store.ts';
export { forgetOccurrences, forgetRuns, type Retention } from './runs/retention.ts';
export { type RunFilter, RunList, type RunSummary } from './runs/run-list.ts';
export type { StoredRule } from './schedules/schedule.table.ts';
export { type OccurrenceView, ScheduleList, type ScheduleView } from './schedules/schedule-list.ts';
export {
  type DecideDue,
  type DueSchedule,
  type Schedule,
  type ScheduleChange,
  ScheduleStore,
} from './schedules/schedule-store.ts';
export type { Orders } from './worker/worker.statements.ts';
export {
  type LeaseEvents,
  type LeaseRequest,
  type LeaseTimes,
  takeLease,
  type WorkerLease,
} from './worker/worker-lease.ts';
