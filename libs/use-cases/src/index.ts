// What Muster can be asked to do, for the command line and the server alike: files in, runs out. Prints nothing.
export { catalogue } from './catalogue.ts';
export { type ExplainedSection, explainPlan, summarizePlan } from './plan/explain.ts';
export { closeAll, type PlannedRun, planRun } from './plan/plan-run.ts';
export { loadProject } from './project/load-project.ts';
export type { Project, ProjectRequest } from './project/project.ts';
export { type Validation, validateFiles } from './project/validate-files.ts';
export { newRunName } from './run/run-name.ts';
export { type StartRequest, startExperiment } from './run/start-experiment.ts';
export { abortRun, livingRuns } from './runs/abort-run.ts';
export { leftInPlace, leftRuns, type Recovery, recover } from './runs/recover-runs.ts';
export { listRuns, type RunSummary, summarizeRun } from './runs/run-summary.ts';
export { openLocalWorkspace, type Workspace } from './workspace.ts';
export { runHelperProcess } from './run/helper-process.ts';
