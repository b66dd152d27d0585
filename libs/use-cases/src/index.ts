// What Muster can be asked to do, for the command line and the server alike: files in, runs out. Prints nothing.
export { catalogue } from './catalogue.ts';
export { explainPlan, summarizePlan } from './plan/explain.ts';
export { type PlannedRun, planRun } from './plan/plan-run.ts';
export { loadProject } from './project/load-project.ts';
export { validateFiles } from './project/validate-files.ts';
export { findReport, preloadReports, reportRun } from './report/report-run.ts';
export { writeJunit, writeReport } from './report/write-report.ts';
export { dryRun } from './run/dry-run.ts';
export { runHelperProcess } from './run/helper-process.ts';
export { newRunName } from './run/run-name.ts';
export { startExperiment } from './run/start-experiment.ts';
export { abortRun, livingRuns } from './runs/abort-run.ts';
export { leftInPlace, leftRuns, type Recovery, recover } from './runs/recover-runs.ts';
export { listRuns, type RunSummary } from './runs/run-summary.ts';
export { openLocalWorkspace, type Workspace } from './workspace.ts';
export {
  type OrderRequest,
  type PlannedOrder,
  planOrder,
  type StoredDocuments,
} from './server/plan-order.ts';
export { type RunOrder, runOrderSchema } from './server/run-order.ts';
