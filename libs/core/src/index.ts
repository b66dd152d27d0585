// The pure core: plan, run, guards, verdicts, and the shapes of kinds and ports.
export {
  type ErrorCode,
  errorTable,
  exitCodeMeanings,
  exitCodes,
  type Failure,
  failureOf,
  MusterError,
  messageOf,
} from './errors.ts';
export { type ClockReading, startClockGuard } from './guard/clock.guard.ts';
export { describeGuard } from './guard/describe-guard.ts';
export { startGuard } from './guard/guard.ts';
export type { Guard } from './guard/rule.ts';
export { wilsonLowerBound } from './guard/wilson.ts';
export type { Json, JsonObject } from './json.ts';
export { byKind, type Catalogue } from './kinds/catalogue.ts';
export {
  type CatalogueDescription,
  type DriverDescription,
  describeCatalogue,
  type FaultDescription,
  type ProbeDescription,
} from './kinds/describe.ts';
export {
  type AnyDriver,
  type Driver,
  type DriverContext,
  type DriverDefinition,
  defineDriver,
} from './kinds/driver.ts';
export {
  type AnyFault,
  defineFault,
  type EffectClass,
  type FaultContext,
  type FaultDefinition,
  type IfMusterDies,
  type Prepared,
  type Reversibility,
  type Verification,
} from './kinds/fault.ts';
export {
  type AnyProbe,
  defineProbe,
  type FieldValue,
  type Measurement,
  type Probe,
  type ProbeContext,
  type ProbeDefinition,
} from './kinds/probe.ts';
export { type Refusal } from './plan/blast-radius.ts';
export { type CompileResult, compilePlan } from './plan/compile.ts';
export type { CompileInput } from './plan/compile-input.ts';
export type {
  Plan,
  PlannedAlert,
  PlannedFault,
  PlannedGap,
  PlannedGuard,
  PlannedJudge,
  PlannedProbe,
  PlannedRunbook,
} from './plan/plan.ts';
export type {
  Capabilities,
  CapabilityName,
  ContainerControl,
  ContainerDeed,
  ContainerRepair,
  ContainerState,
  DeadMan,
  EndpointControl,
  Order,
  ProcessControl,
  ProcessState,
  ProxyControl,
  ProxyState,
  Target,
  Toxic,
} from './ports/capabilities.ts';
export type { Clock } from './ports/clock.ts';
export type { HelperContext, HelperRequest, Helpers } from './ports/helper-process.ts';
export type { AppendOptions, JournalRecord, JournalStore, RunJournal } from './ports/journal.ts';
export type { Secrets } from './ports/secrets.ts';
export type { MeasurementsView, Now, RunCommand } from './run/commands.ts';
export { decide } from './run/decide.ts';
export type {
  AbortReason,
  Breach,
  Cleanup,
  Judgement,
  Phase,
  RunEvent,
  RunEventType,
  RunPartName,
  Verdict,
} from './run/events.ts';
export { begin, evolve, replay } from './run/evolve.ts';
export { nextTickMs, rampShare } from './run/schedule.ts';
export {
  type FaultState,
  type FaultStatus,
  faultOf,
  faultsOf,
  hasEnded,
  mayBeInPlace,
  type RunState,
} from './run/state.ts';
export {
  check,
  describeCondition,
  formatValue,
  type PlannedAggregate,
  type PlannedComparison,
  type PlannedCondition,
} from './verdict/condition.ts';
export { aggregate, judgeSpan, judgeWindow } from './verdict/judge.ts';
export { Measurements } from './verdict/measurements.ts';
export type { Sample } from './verdict/samples.ts';
