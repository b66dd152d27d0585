// The pure core: plan, run, guards, verdicts, and the shapes of kinds and ports.
export { type ErrorCode, errorTable, exitCodes, MusterError, messageOf } from './errors.ts';
export type { Json, JsonObject } from './json.ts';
export { byKind, type Catalogue } from './kinds/catalogue.ts';
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
  EndpointControl,
  ProcessControl,
  ProcessState,
  ProxyControl,
  ProxyState,
  Target,
  Toxic,
} from './ports/capabilities.ts';
export type { Clock } from './ports/clock.ts';
export type { HelperContext, HelperRequest, Helpers } from './ports/helpers.ts';
export type { AppendOptions, JournalRecord, JournalStore, RunJournal } from './ports/journal.ts';
export type { Secrets } from './ports/secrets.ts';
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
export type { PlannedAggregate, PlannedComparison, PlannedCondition } from './verdict/condition.ts';
