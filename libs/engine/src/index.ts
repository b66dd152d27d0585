// The run engine: carries out what the core decides, knows no kind.
export { timeLimitMs } from './fault-operations.ts';
export {
  type Measured,
  type ProbeSchedule,
  type ProbeScheduleInput,
  scheduleProbe,
} from './probe-schedule.ts';
export { ProbeWatch } from './probe-watch.ts';
export { type RecoverInput, recoverRun } from './recover-run.ts';
export type { EnginePorts, RunHandle, RunInput } from './run-input.ts';
export { type Rehearsal, rehearse } from './rehearse.ts';
export { startRun } from './start-run.ts';
export { type FindTargetsInput, findTargets, type OpenDriversInput, openDrivers } from './targets.ts';
