// Day of the week and time of day at a place.
import type { Weekday } from './rule.schema.ts';

export interface LocalTime {
  readonly day: Weekday;
  readonly minuteOfDay: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

export function localTimeAt(ms: number, timeZone: string): LocalTime {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, value]),
  );
  return {
    day: parts.get('weekday')!.toLowerCase() as Weekday,
    minuteOfDay: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'short',
      hour: 'numeric',
      minute: 'numeric',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  return format;
}
