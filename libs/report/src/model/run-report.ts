// The report of one run as plain JSON: what the journal says, told for people. Every rendering is made from this alone.
// `atMs` is milliseconds since 1970; other times are durations in milliseconds; `seq` names an event of the journal.
import type { AbortReason, Cleanup, FieldValue, Phase, RunPartName, Verdict } from '#core';
import type { FieldType, Severity } from '#spec';

export const reportVersion = 1;

/** What an expectation is about. Closed: scores and trends count by it. */
export const capabilities = ['steady-state', 'detection', 'recovery', 'cleanup', 'measurement'] as const;
export type Capability = (typeof capabilities)[number];

export interface RunReport {
  readonly version: typeof reportVersion;
  readonly run: string;
  readonly experiment: string;
  readonly title: string;
  /** File of the experiment. */
  readonly file: string;
  readonly hypothesis: string;
  readonly service?: string | undefined;
  readonly owner: string;
  readonly environment: { readonly name: string; readonly production: boolean };
  readonly result: Result;
  readonly times: Times;
  /** Worst first. */
  readonly gaps: readonly Gap[];
  /** Everything that the experiment could prove, with how it came out; a gap is one that failed. */
  readonly expectations: readonly Expectation[];
  readonly probes: readonly ProbeReport[];
  readonly faults: readonly FaultReport[];
  readonly guards: readonly GuardReport[];
  readonly alerts: readonly AlertReport[];
  readonly timeline: readonly TimelineEntry[];
  readonly metrics: Metrics;
  readonly counts: Counts;
  readonly reproduce: Reproduce;
}

export interface Result {
  /** `unfinished`: the journal ends before the run was concluded. */
  readonly verdict: Verdict | 'unfinished';
  readonly cleanup: Cleanup;
  readonly phase: Phase;
  /** One plain sentence. */
  readonly line: string;
  readonly aborted?: Aborted | undefined;
}

export interface Aborted {
  readonly reason: AbortReason;
  readonly guard: string;
  readonly message: string;
  readonly measured?: number | undefined;
  readonly limit?: number | undefined;
  /** file:line of the rule. */
  readonly at: string;
  readonly atMs: number;
  readonly seq: number;
}

export interface Times {
  readonly startedAt: string;
  readonly startedMs: number;
  readonly endedMs: number;
  /** The first fault was in place: detection and harm count from here. */
  readonly t0Ms?: number | undefined;
  /** The last undo began: harm ends, recovery begins. */
  readonly harmEndMs?: number | undefined;
  /** The last fault was gone (or given up). */
  readonly goneMs?: number | undefined;
}

export interface Expectation {
  /** The same in every run of the experiment, wherever its file is: what gaps are compared by. */
  readonly id: string;
  readonly capability: Capability;
  /** The probe, alert or fault that it is about. */
  readonly subject: string;
  readonly expected: string;
  readonly outcome: 'held' | 'failed' | 'not-examined';
  /** With the numbers; for `not-examined`: why. */
  readonly observed: string;
  /** file:line where it is written. */
  readonly at: string;
}

export interface Gap {
  readonly id: string;
  readonly capability: Capability;
  readonly title: string;
  readonly severity: Severity;
  readonly subject: string;
  readonly expected: string;
  readonly observed: string;
  readonly evidence: readonly Evidence[];
  readonly runbook?:
    | {
        readonly name: string;
        readonly path: string;
        readonly step?: string | undefined;
        readonly stepTitle?: string | undefined;
      }
    | undefined;
  readonly owner: string;
  /** YYYY-MM-DD, counted from the day of the run (UTC) by severity. */
  readonly due: string;
  readonly fix?: string | undefined;
  /** Closed by evidence only: the command, and what it must show. */
  readonly closing: { readonly command: string; readonly criterion: string };
  readonly at: string;
}

export interface Evidence {
  readonly seq: number;
  readonly atMs: number;
  readonly text: string;
}

export interface ProbeReport {
  readonly name: string;
  readonly role: 'steady-state' | 'alert';
  readonly kind: string;
  readonly explain: string;
  readonly everyMs: number;
  /** The parts in which it is judged. */
  readonly during: readonly RunPartName[];
  readonly at: string;
  readonly conditions: readonly ConditionReport[];
  /** Judged in windows of this length; one that fails fails the part. */
  readonly overMs: number;
  readonly parts: readonly PartReport[];
  readonly series: Series;
  readonly measurements: number;
  readonly failed: number;
  /** Could not be measured. */
  readonly errors: number;
  readonly skippedTicks: number;
}

export interface ConditionReport {
  /** `p99 latency <= 400 ms`. */
  readonly text: string;
  readonly field: string;
  readonly type: FieldType;
  readonly limit: FieldValue | readonly FieldValue[];
}

export interface PartReport {
  readonly part: RunPartName;
  readonly measurements: number;
  readonly failed: number;
  /** Of the charted field, where it is a number. */
  readonly p50?: number | undefined;
  readonly p99?: number | undefined;
  readonly max?: number | undefined;
  readonly judgement?: { readonly verdict: Verdict; readonly message: string } | undefined;
}

/** The charted field of a probe over time; thinned, but with every extreme and failure that stands out. */
export interface Series {
  readonly field: string;
  readonly type: FieldType;
  /** Values of the field that are no numbers, by the index that the points hold; absent for numbers. */
  readonly categories?: readonly string[] | undefined;
  /** Limits to draw, in the unit of the field. */
  readonly limits: readonly { readonly value: number; readonly text: string }[];
  readonly points: readonly Point[];
}

/** [ms since the run started, value (null: not measured), 1 passed or 0 failed] */
export type Point = readonly [atMs: number, value: number | null, passed: 0 | 1];

export interface FaultReport {
  readonly id: string;
  readonly kind: string;
  readonly target: { readonly driver: string; readonly name: string };
  readonly explain: string;
  readonly explainUndo: string;
  readonly at: string;
  readonly holdMs: number;
  /** The target or a helper would have ended it without Muster. */
  readonly endsByItself?: boolean | undefined;
  readonly armedMs?: number | undefined;
  readonly liveMs?: number | undefined;
  readonly undoStartedMs?: number | undefined;
  readonly endedMs?: number | undefined;
  readonly injectMs?: number | undefined;
  readonly undoMs?: number | undefined;
  readonly verifyMs?: number | undefined;
  readonly attempts?: number | undefined;
  /** `in-place`: the journal ends before it was undone. */
  readonly outcome: 'undone' | 'left' | 'in-place' | 'not-injected';
  /** The proof that it is gone, or what is left, or why it was not injected. */
  readonly proof: string;
}

export interface GuardReport {
  readonly name: string;
  /** The rule in words, with its numbers. */
  readonly rule: string;
  readonly at: string;
  readonly fired?: { readonly atMs: number; readonly message: string } | undefined;
}

export interface AlertReport {
  readonly name: string;
  readonly withinMs: number;
  readonly at: string;
  readonly outcome: 'fired' | 'missed' | 'infeasible' | 'not-examined';
  readonly firedAfterMs?: number | undefined;
  readonly message: string;
}

export interface TimelineEntry {
  readonly atMs: number;
  readonly seq: number;
  readonly about: 'run' | 'fault' | 'probe' | 'alert';
  readonly tone: 'plain' | 'harm' | 'bad' | 'good';
  readonly text: string;
}

export interface Metrics {
  /** Time to detect, from the moment the first fault was in place. */
  readonly detection: Detection;
  /** From t0 to the first failed measurement of a steady-state probe. */
  readonly firstFailureMs?: number | undefined;
  readonly abort?:
    | {
        /** From the first failed measurement of the guard's probe to the decision. */
        readonly breachToDecisionMs?: number | undefined;
        /** From the decision until every fault was read back as gone. */
        readonly decisionToUndoneMs?: number | undefined;
      }
    | undefined;
  /** From the start of an undo until its fault was read back as gone: the slowest. */
  readonly slowestUndoMs?: number | undefined;
  readonly recovery: Recovery;
}

export type Detection =
  | {
      readonly outcome: 'detected';
      readonly afterMs: number;
      readonly by: string;
      readonly how: 'alert' | 'guard' | 'probe';
    }
  /** Right-censored: all that is known is that it takes longer than the harm lasted. */
  | { readonly outcome: 'not-detected'; readonly censoredMs: number }
  /** Nothing was injected, or there was nothing to detect. */
  | { readonly outcome: 'not-examined'; readonly why: string };

export type Recovery =
  | { readonly outcome: 'recovered'; readonly afterMs: number; readonly limitMs: number }
  | { readonly outcome: 'not-recovered'; readonly message: string; readonly limitMs: number }
  | { readonly outcome: 'not-examined'; readonly limitMs: number };

export interface Counts {
  readonly events: number;
  readonly measurements: number;
  readonly skippedTicks: number;
  readonly lateMs?: { readonly p50: number; readonly p99: number; readonly max: number } | undefined;
}

export interface Reproduce {
  /** The command as the user would type it. */
  readonly command: string;
  /** Undoes what the run left. */
  readonly recoverCommand: string;
  readonly planHash: string;
  readonly musterVersion: string;
  readonly owner: { readonly pid: number; readonly host: string };
  /** Processes that took the run over, in order. */
  readonly takenOverBy: readonly { readonly pid: number; readonly host: string }[];
}
