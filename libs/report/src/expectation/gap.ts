// Expectations become report entries with an identity, and the failed ones gaps: who mends it, by when, and the command
// that proves it. The identity leaves out where things are written, so that a gap stays itself when files move.
import type { PlannedRunbook } from '#core';
import type { Severity } from '#spec';
import type { Expectation, Gap } from '../model/run-report.ts';
import type { Examined } from './examined.ts';

export interface GapContext {
  readonly experiment: string;
  readonly startedMs: number;
  readonly hash: (text: string) => string;
  readonly rerun: string;
  readonly recover: string;
}

const daysToClose: Readonly<Record<Severity, number>> = { SEV1: 7, SEV2: 14, SEV3: 30, SEV4: 90 };
const dayMs = 86_400_000;

export function expectationOf(one: Examined, context: GapContext): Expectation {
  const { capability, subject, expected, outcome, observed, at } = one;
  return { id: identify(one, context), capability, subject, expected, outcome, observed, at };
}

export function gapOf(one: Examined, context: GapContext): Gap {
  const { capability, subject, expected, observed, evidence, at, gap } = one;
  return {
    id: identify(one, context),
    capability,
    title: gap.title,
    severity: gap.severity,
    subject,
    expected,
    observed,
    evidence,
    runbook: gap.runbook,
    owner: gap.owner,
    due: dayOf(context.startedMs + daysToClose[gap.severity] * dayMs),
    fix: gap.fix,
    closing: {
      command: one.closedBy === 'recover' ? context.recover : context.rerun,
      criterion: one.criterion,
    },
    at,
  };
}

/** Worst first; equals in the order in which they are written. */
export const bySeverity = (a: Gap, b: Gap): number => a.severity.localeCompare(b.severity);

function identify({ capability, subject, normalised, gap }: Examined, context: GapContext): string {
  const parts = [context.experiment, capability, subject, normalised, runbookRef(gap.runbook)];
  return `gap-${context.hash(JSON.stringify(parts)).slice(0, 12)}`;
}

const runbookRef = (runbook: PlannedRunbook | undefined): string =>
  runbook ? `${runbook.name}#${runbook.step ?? ''}` : '';

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
