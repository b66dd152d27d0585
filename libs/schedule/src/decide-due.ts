// What becomes of the occurrences that are due by now: each is started or skipped, once, and told why.
import { formatDuration } from '#spec';
import { type NamedRule, type Occurrence, occurrenceAfter, occurrencesBetween } from './occurrences.ts';
import { type Freeze, refusalAt } from './start-window.ts';

export interface DueRequest extends NamedRule {
  readonly freezes: readonly Freeze[];
  /** The first occurrence that nobody has decided on yet: when it is due. */
  readonly fromMs: number;
  readonly nowMs: number;
}

export interface Decision extends Occurrence {
  /** undefined: it starts. */
  readonly skipped: string | undefined;
}

export interface DueDecisions {
  readonly decisions: readonly Decision[];
  /** undefined: there is none any more. */
  readonly next: Occurrence | undefined;
}

/** Of more than these only the latest are looked at: a server that was off for a year does not tell of every minute. */
const MOST_DECISIONS = 100;

export function decideDue(request: DueRequest): DueDecisions {
  const { fromMs, nowMs } = request;
  const due = occurrencesBetween(request, { fromMs, toMs: nowMs }, MOST_DECISIONS);
  const started = due.filter(({ startMs }) => startMs <= nowMs);
  const decisions = started.map((occurrence) => decide(request, occurrence));
  const lastMs = started.at(-1)?.dueMs ?? fromMs - 1;
  return { decisions: startLatest(request, decisions), next: occurrenceAfter(request, lastMs) };
}

function decide(request: DueRequest, occurrence: Occurrence): Decision {
  const { rule, freezes } = request;
  const refusal = refusalAt(rule, freezes, occurrence.startMs);
  return { ...occurrence, skipped: refusal ?? missedBy(request, occurrence) };
}

function missedBy({ rule, nowMs }: DueRequest, { startMs }: Occurrence): string | undefined {
  const lateMs = nowMs - startMs;
  if (lateMs <= rule.startWithin) return undefined;
  return `missed: ${formatDuration(lateMs)} late (limit ${formatDuration(rule.startWithin)})`;
}

/** Where so asked for, the latest of those that were missed makes up for them, unless one starts now in any case. */
function startLatest(request: DueRequest, decisions: readonly Decision[]): readonly Decision[] {
  const { rule, freezes, nowMs } = request;
  if (rule.missed === 'skip' || decisions.some(({ skipped }) => skipped === undefined)) return decisions;
  // What starts late starts now: a freeze or the end of a window counts now.
  if (refusalAt(rule, freezes, nowMs) !== undefined) return decisions;
  const latest = decisions.findLast(({ startMs }) => refusalAt(rule, freezes, startMs) === undefined);
  return decisions.map((decision) => (decision === latest ? { ...decision, skipped: undefined } : decision));
}

/** The next occurrences as they would be decided if nothing changed. */
export function previewOf(
  schedule: NamedRule,
  freezes: readonly Freeze[],
  { fromMs, count }: { readonly fromMs: number; readonly count: number },
): readonly Decision[] {
  const decisions: Decision[] = [];
  let next = occurrenceAfter(schedule, fromMs);
  while (next !== undefined && decisions.length < count) {
    decisions.push({ ...next, skipped: refusalAt(schedule.rule, freezes, next.startMs) });
    next = occurrenceAfter(schedule, next.dueMs);
  }
  return decisions;
}
