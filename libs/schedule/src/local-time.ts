// What the clock and the calendar show at a place, and when they show it.

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

export interface LocalTime {
  readonly day: Weekday;
  readonly minuteOfDay: number;
}

const days: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

export function localTimeAt(ms: number, timeZone: string): LocalTime {
  const clock = new Date(clockAt(ms, timeZone));
  return { day: days[clock.getUTCDay()]!, minuteOfDay: clock.getUTCHours() * 60 + clock.getUTCMinutes() };
}

/** Whether the name is known: Europe/Berlin. */
export function isTimeZone(name: string): boolean {
  try {
    return formatOf(name).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** When the clock at the place shows this, given as if it were UTC; within a gap, as if it had not been moved yet. */
export function instantOf(clockMs: number, timeZone: string): number {
  const guessMs = clockMs - (clockAt(clockMs, timeZone) - clockMs);
  return clockMs - (clockAt(guessMs, timeZone) - guessMs);
}

/** What the clock shows, to the second, as if it were UTC. */
function clockAt(ms: number, timeZone: string): number {
  const shown = new Map(
    formatOf(timeZone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const [year, month, day] = [shown.get('year')!, shown.get('month')!, shown.get('day')!];
  return Date.UTC(year, month - 1, day, shown.get('hour'), shown.get('minute'), shown.get('second'));
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  return format;
}
