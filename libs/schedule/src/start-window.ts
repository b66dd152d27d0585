// Whether something may start at a time: inside of a window, outside of every freeze. A refusal says why.
import { localTimeAt, type Weekday } from './local-time.ts';
import type { ScheduleRule, StartWindow } from './rule.schema.ts';

/** A time in which nothing is started: a change freeze, a blackout. */
export interface Freeze {
  readonly name: string;
  readonly fromMs: number;
  /** Not included. */
  readonly toMs: number;
}

/** undefined: it may start. */
export function refusalAt(rule: ScheduleRule, freezes: readonly Freeze[], atMs: number): string | undefined {
  if (!isInWindows(rule, atMs)) return `outside of its windows (${rule.windows.map(describe).join('; ')})`;
  const freeze = freezes.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
  return freeze && `${freeze.name} until ${new Date(freeze.toMs).toISOString()}`;
}

export function isInWindows({ windows, timeZone }: ScheduleRule, atMs: number): boolean {
  if (windows.length === 0) return true;
  const { day, minuteOfDay } = localTimeAt(atMs, timeZone);
  return windows.some((window) => isIn(window, day, minuteOfDay));
}

function isIn({ days, from, to }: StartWindow, day: Weekday, minute: number): boolean {
  const [begin, end] = [minuteOf(from), minuteOf(to)];
  if (begin < end) return days.includes(day) && begin <= minute && minute < end;
  // Across midnight: the evening of its own day, or the morning after.
  return (days.includes(day) && minute >= begin) || (days.includes(dayBefore(day)) && minute < end);
}

const order: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const dayBefore = (day: Weekday): Weekday => order.at(order.indexOf(day) - 1)!;

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

function describe({ days, from, to }: StartWindow): string {
  return `${days.length === 7 ? 'every day' : days.join(', ')} ${from} to ${to}`;
}
