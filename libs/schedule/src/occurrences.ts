// The occurrences of a schedule: when each is due by the expression, and when it starts, put off by its jitter. The
// jitter is drawn from the schedule's name and the time, so every replica and every preview finds the same.
import { createHash } from 'node:crypto';
import { cronOf } from './cron.ts';
import type { ScheduleRule } from './rule.schema.ts';
import { isInWindows } from './start-window.ts';

export interface Occurrence {
  /** By the expression: names the occurrence. */
  readonly dueMs: number;
  readonly startMs: number;
}

/** A rule with what its jitter is drawn from. */
export interface NamedRule {
  readonly name: string;
  readonly rule: ScheduleRule;
}

/** The first one that is due after a time; undefined: never again. */
export function occurrenceAfter(schedule: NamedRule, afterMs: number): Occurrence | undefined {
  const dueMs = dueAfter(schedule.rule, afterMs);
  return dueMs === undefined ? undefined : occurrenceAt(schedule, dueMs, dueAfter(schedule.rule, dueMs));
}

/** Those that were due in a span of time, both ends included, oldest first; of too many the latest. */
export function occurrencesBetween(
  schedule: NamedRule,
  span: { readonly fromMs: number; readonly toMs: number },
  atMost: number,
): readonly Occurrence[] {
  const due = dueBetween(schedule.rule, span, atMost);
  return due.map((dueMs, index) =>
    occurrenceAt(schedule, dueMs, due[index + 1] ?? dueAfter(schedule.rule, dueMs)),
  );
}

function dueAfter({ cron, timeZone }: ScheduleRule, afterMs: number): number | undefined {
  return cronOf(cron, timeZone).nextRun(new Date(afterMs))?.getTime();
}

/** Looked for backwards, so that a long absence costs no more than a short one. */
function dueBetween(
  { cron, timeZone }: ScheduleRule,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  atMost: number,
): number[] {
  const due: number[] = [];
  // croner leaves the time itself out, and counts in seconds.
  let beforeMs = toMs + 1000;
  while (due.length < atMost) {
    const dueMs = cronOf(cron, timeZone).previousRuns(1, new Date(beforeMs))[0]?.getTime();
    if (dueMs === undefined || dueMs < fromMs) break;
    if (dueMs <= toMs) due.push(dueMs);
    beforeMs = dueMs;
  }
  return due.reverse();
}

function occurrenceAt({ name, rule }: NamedRule, dueMs: number, nextMs = Infinity): Occurrence {
  const room = Math.min(rule.jitter, nextMs - dueMs);
  let offsetMs = rule.jitter === 0 ? 0 : Math.floor(draw(name, dueMs) * room);
  // What is due inside of a window starts inside of it.
  while (offsetMs > 0 && isInWindows(rule, dueMs) && !isInWindows(rule, dueMs + offsetMs)) {
    offsetMs = Math.floor(offsetMs / 2);
  }
  return { dueMs, startMs: dueMs + offsetMs };
}

/** At least 0, less than 1. */
function draw(name: string, dueMs: number): number {
  return createHash('sha256').update(`${name} ${dueMs}`).digest().readUInt32BE() / 2 ** 32;
}
