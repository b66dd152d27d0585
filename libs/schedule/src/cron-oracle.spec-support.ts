// Cron by hand, for comparison: walks minute by minute over the clock at a place. Knows *, steps of * and lists.

export interface OracleRequest {
  readonly cron: string;
  readonly timeZone: string;
  readonly fromMs: number;
  readonly toMs: number;
}

const MINUTE = 60_000;

export function minutesByHand({ cron, timeZone, fromMs, toMs }: OracleRequest): number[] {
  const [minute = '', hour = '', , , weekday = ''] = cron.split(' ');
  const byRealTime = /[*/]/.test(minute) || /[*/]/.test(hour);
  const matches = (clockMs: number): boolean => {
    const clock = new Date(clockMs);
    return (
      fits(minute, clock.getUTCMinutes()) &&
      fits(hour, clock.getUTCHours()) &&
      fits(weekday, clock.getUTCDay())
    );
  };
  const clockAt = clockOf(timeZone);
  const found: number[] = [];
  // The latest reading of the clock that was looked at: what comes again is not looked at again.
  let seenMs = clockAt(fromMs - MINUTE);
  for (let ms = fromMs; ms < toMs; ms += MINUTE) {
    const clockMs = clockAt(ms);
    const readings = byRealTime ? [clockMs] : between(seenMs, clockMs);
    if (readings.some(matches)) found.push(ms);
    seenMs = Math.max(seenMs, clockMs);
  }
  return found;
}

/** Every minute that the clock shows, or jumps over, since the reading before. */
function between(seenMs: number, clockMs: number): number[] {
  const count = Math.max(0, (clockMs - seenMs) / MINUTE);
  return Array.from({ length: count }, (_, index) => seenMs + (index + 1) * MINUTE);
}

function fits(field: string, value: number): boolean {
  if (field === '*') return true;
  if (field.startsWith('*/')) return value % Number(field.slice(2)) === 0;
  return field.split(',').map(Number).includes(value);
}

/** What the clock at the place shows, as if it were UTC. */
function clockOf(timeZone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  });
  return (ms) => {
    const parts = Object.fromEntries(
      format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]),
    );
    return Date.UTC(parts['year']!, parts['month']! - 1, parts['day'], parts['hour'], parts['minute']);
  };
}
