// What happened in a run: past-tense facts. Intent comes before effect, outcome after. The journal of a run is a list
// of these; state, report, live view and JUnit are projections of it.
import type { ErrorCode } from '../errors.ts';
import type { Json } from '../json.ts';
import type { FieldValue } from '../kinds/probe.ts';
import type { Plan } from '../plan/plan.ts';

export type Phase =
  | 'planned'
  | 'preflight'
  | 'baseline'
  | 'injecting'
  | 'holding'
  | 'undoing'
  | 'recovering'
  | 'concluded';
export type Verdict = 'pass' | 'fail' | 'inconclusive' | 'error';
export type Cleanup = 'clean' | 'dirty' | 'unverified';

export type AbortReason =
  | 'slo-burn'
  | 'budget'
  | 'probe-failing'
  | 'no-data'
  | 'stalled'
  | 'clock-jumped'
  | 'operator'
  | 'deadline'
  | 'owner-lost'
  | 'inject-failed'
  | 'baseline'
  | 'preflight';

export type RunPartName = 'baseline' | 'fault' | 'recovery';

/** Why a run was aborted, with the numbers. */
export interface Breach {
  readonly reason: AbortReason;
  readonly guard: string;
  /** "burns 61.2x >= 28.8x over 10 s". */
  readonly message: string;
  readonly measured?: number;
  readonly limit?: number;
  /** file:line of the rule. */
  readonly at: string;
  /** Of the error behind it, where there is one: tells a target that cannot be reached from one that refuses. */
  readonly code?: ErrorCode;
}

/** What was judged, with the arithmetic. */
export interface Judgement {
  readonly verdict: Verdict;
  /** "checkout answers: 50/50, p99 21 ms <= 400 ms". */
  readonly message: string;
  readonly measurements: number;
  readonly failed: number;
}

export type RunEvent =
  /** What will be done, to what, by whom. */
  | {
      readonly type: 'run.planned';
      readonly plan: Plan;
      readonly owner: { readonly pid: number; readonly host: string };
      readonly musterVersion: string;
    }
  /** The run goes on to its next phase. */
  | { readonly type: 'phase.entered'; readonly phase: Phase }
  /** One measurement, on its tick; `lateMs` after it. */
  | {
      readonly type: 'probe.measured';
      readonly probe: string;
      readonly tookMs: number;
      readonly lateMs: number;
      readonly passed: boolean;
      readonly fields?: Readonly<Record<string, FieldValue>>;
      readonly error?: string;
      readonly note?: string;
    }
  /** The measurement before took too long: so many ticks were left out. */
  | { readonly type: 'probe.skipped'; readonly probe: string; readonly ticks: number }
  /** The measurements of one part of the run, judged together. */
  | {
      readonly type: 'probe.judged';
      readonly probe: string;
      readonly part: RunPartName;
      readonly judgement: Judgement;
    }
  /** Its time has come: it will be prepared. */
  | { readonly type: 'fault.due'; readonly fault: string }
  /** How it is undone, on disk before it is injected. */
  | {
      readonly type: 'fault.armed';
      readonly fault: string;
      readonly undo: Json;
      readonly endsByItself: boolean;
    }
  /** The harm is done. */
  | { readonly type: 'fault.injected'; readonly fault: string; readonly tookMs: number }
  /** A ramp took it to this share of the full harm. */
  | { readonly type: 'fault.changed'; readonly fault: string; readonly share: number }
  /** It could not be injected; it is undone all the same. */
  | { readonly type: 'fault.inject-failed'; readonly fault: string; readonly message: string }
  /** It was not injected, because the run was ending. */
  | { readonly type: 'fault.skipped'; readonly fault: string; readonly message: string }
  /** It is being undone. */
  | { readonly type: 'fault.undo-started'; readonly fault: string }
  /** Undo or its verification failed, and is tried again. */
  | {
      readonly type: 'fault.undo-retried';
      readonly fault: string;
      readonly attempt: number;
      readonly message: string;
    }
  /** Reality was read back: the harm is gone. `undoMs` to undo, `verifyMs` to read back. */
  | {
      readonly type: 'fault.undone';
      readonly fault: string;
      readonly undoMs: number;
      readonly verifyMs: number;
      readonly attempts: number;
    }
  /** Undo ran out of time. `found` was read back; or, with `unverified`, reality could not be read back, and why. */
  | {
      readonly type: 'fault.left';
      readonly fault: string;
      readonly found: string;
      readonly unverified: boolean;
    }
  /** The alert fired, so long after the first fault was live. */
  | { readonly type: 'alert.fired'; readonly alert: string; readonly afterMs: number }
  /** The alert did not fire in its time: a gap. `afterMs`: it fired, but only then. */
  | {
      readonly type: 'alert.missed';
      readonly alert: string;
      readonly message: string;
      readonly afterMs?: number;
    }
  /** The fault was not held long enough for the alert to fire in its own time: no gap. */
  | { readonly type: 'alert.infeasible'; readonly alert: string; readonly message: string }
  /** A guard, the operator or a failure ended it early, with the numbers. */
  | { readonly type: 'run.aborted'; readonly breach: Breach; readonly decidedMs?: number }
  /** Another process goes on with it, to undo what is left. */
  | {
      readonly type: 'run.taken-over';
      readonly owner: { readonly pid: number; readonly host: string };
      readonly message: string;
    }
  /** The steady state is back, so long after the faults were gone. */
  | { readonly type: 'run.recovered'; readonly afterMs: number }
  /** The steady state did not come back in its time: a gap. */
  | { readonly type: 'run.not-recovered'; readonly message: string }
  /** It is over: what it proved, and whether everything is put back. */
  | {
      readonly type: 'run.concluded';
      readonly verdict: Verdict;
      readonly cleanup: Cleanup;
      readonly message: string;
    };

export type RunEventType = RunEvent['type'];
