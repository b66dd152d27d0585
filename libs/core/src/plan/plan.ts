// A plan: everything that a run will do, decided and frozen before anything happens. Plain JSON: it goes into the
// journal, so that any process can finish or undo the run from it alone. It holds references to secrets, never secrets.
import type { Severity } from '#spec';
import type { Json, JsonObject } from '../json.ts';
import type { EffectClass, Reversibility } from '../kinds/fault.ts';
import type { Target } from '../ports/capabilities.ts';
import type { PlannedCondition } from '../verdict/condition.ts';

/** How the gap is told if an expectation does not hold. */
export interface PlannedGap {
  readonly title: string;
  readonly severity: Severity;
  readonly owner: string;
  readonly runbook: PlannedRunbook | undefined;
  readonly fix: string | undefined;
}

export interface PlannedRunbook {
  readonly name: string;
  readonly path: string;
  /** Heading anchor, and its text where the file was read. */
  readonly step: string | undefined;
  readonly stepTitle: string | undefined;
}

export interface PlannedJudge {
  readonly conditions: readonly PlannedCondition[];
  readonly overMs: number;
  readonly passing: number;
  readonly atLeast: number;
}

export interface PlannedProbe {
  /** Index-free, stable: the name that the user gave. */
  readonly name: string;
  readonly role: 'steady-state' | 'alert';
  readonly kind: string;
  readonly params: Json;
  readonly explain: string;
  readonly everyMs: number;
  readonly timeoutMs: number;
  readonly judge: PlannedJudge;
  readonly during: readonly ('baseline' | 'fault' | 'recovery')[];
  readonly gap: PlannedGap;
  /** file:line where it is written. */
  readonly at: string;
}

export interface PlannedFault {
  /** `<name>` or, with several targets, `<name> @ <target>`. Unique. */
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly params: Json;
  readonly target: Target;
  readonly explain: string;
  readonly explainUndo: string;
  readonly reversible: Reversibility;
  readonly effect: EffectClass;
  readonly holdMs: number;
  /** Ids of the faults that must be gone first. */
  readonly after: readonly string[];
  readonly delayMs: number;
  readonly ramp: { readonly overMs: number; readonly steps: number } | undefined;
  /** Fit for a name on the target. */
  readonly token: string;
  readonly at: string;
}

interface GuardBase {
  readonly name: string;
  /** file:line of the rule, or `default`. */
  readonly at: string;
  readonly probe: string;
}
export type PlannedGuard = GuardBase &
  (
    | { readonly rule: 'failing-for'; readonly failingForMs: number }
    | { readonly rule: 'no-data'; readonly noDataForMs: number }
    | { readonly rule: 'error-ratio'; readonly ratio: number; readonly overMs: number }
    | {
        readonly rule: 'burn-rate';
        readonly slo: string;
        readonly objective: number;
        readonly burnRate: number;
        readonly longMs: number;
        readonly shortMs: number;
        readonly good: readonly PlannedCondition[];
      }
    | {
        readonly rule: 'budget';
        readonly slo: string;
        readonly objective: number;
        /** Bad events that this run may cause. */
        readonly allowedBad: number;
        readonly good: readonly PlannedCondition[];
      }
  );

export interface PlannedAlert {
  readonly name: string;
  readonly withinMs: number;
  /** Name of the planned probe that observes it. */
  readonly probe: string;
  readonly gap: PlannedGap;
  readonly at: string;
}

export interface Plan {
  readonly version: 1;
  readonly experiment: string;
  readonly title: string;
  readonly file: string;
  readonly hypothesis: string;
  readonly service: string | undefined;
  readonly owner: string;
  readonly environment: {
    readonly name: string;
    readonly production: boolean;
    readonly baseDir: string;
    readonly drivers: Readonly<Record<string, JsonObject>>;
  };
  readonly probes: readonly PlannedProbe[];
  readonly faults: readonly PlannedFault[];
  readonly guards: readonly PlannedGuard[];
  readonly alerts: readonly PlannedAlert[];
  readonly recovery: { readonly withinMs: number; readonly gap: PlannedGap; readonly at: string };
  readonly timing: {
    readonly baselineMs: number;
    /** From the first injection: after this every fault is undone, whatever happened. */
    readonly faultDeadlineMs: number;
    readonly undoMs: number;
  };
  /** SHA-256 of everything above in canonical JSON. */
  readonly hash: string;
}
