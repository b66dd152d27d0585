// Change freezes as calendars export them (RFC 5545): each event is a time in which nothing starts, with its repetitions.
// Whole days, and times without a zone, are those of the place.
import ICAL from 'ical.js';
import { MusterError, messageOf } from '#core';
import { instantOf, isTimeZone } from './local-time.ts';
import type { Freeze } from './start-window.ts';

export interface CalendarRequest {
  readonly text: string;
  /** Where the calendar does not say. */
  readonly timeZone: string;
  /** Events that end before are left out. */
  readonly fromMs: number;
  /** Events that begin then or later are left out. */
  readonly toMs: number;
}

/** The package's own type of it leads nowhere. */
interface Repetition {
  readonly startDate: ICAL.Time;
  readonly endDate: ICAL.Time;
  /** The event itself, or what it became where it was moved. */
  readonly item: ICAL.Event;
}

/** What is repeated more often is no calendar that a person wrote. */
const MOST_REPETITIONS = 20_000;

/** In the order of their begin. @throws MusterError MUS2005 */
export function freezesOf(request: CalendarRequest): readonly Freeze[] {
  try {
    return eventsOf(request.text)
      .flatMap((event) => [...freezesOfEvent(event, request)])
      .sort((one, other) => one.fromMs - other.fromMs);
  } catch (error) {
    if (error instanceof MusterError) throw error;
    throw new MusterError('MUS2005', `no iCalendar file: ${messageOf(error)}`, { cause: error });
  }
}

/** Those that are not cancelled, each with the repetitions of it that were moved. */
function eventsOf(text: string): readonly ICAL.Event[] {
  const components = new ICAL.Component(ICAL.parse(text) as unknown[]).getAllSubcomponents('vevent');
  const isMoved = (component: ICAL.Component): boolean => component.hasProperty('recurrence-id');
  const uidOf = (component: ICAL.Component): unknown => component.getFirstPropertyValue('uid');
  return components
    .filter((component) => !isMoved(component) && !isCancelled(component))
    .map((component) => {
      const exceptions = components.filter((one) => isMoved(one) && uidOf(one) === uidOf(component));
      return new ICAL.Event(component, { exceptions });
    });
}

const isCancelled = (component: ICAL.Component): boolean =>
  component.getFirstPropertyValue('status') === 'CANCELLED';

function* freezesOfEvent(event: ICAL.Event, request: CalendarRequest): Generator<Freeze> {
  const repetitions = event.iterator();
  for (let count = 0; ; count += 1) {
    const next = repetitions.next() as ICAL.Time | null | undefined;
    if (!next || msOf(next, event, request) >= request.toMs) return;
    if (count === MOST_REPETITIONS) throw repeatedTooOften(event);
    const { startDate, endDate, item } = event.getOccurrenceDetails(next) as Repetition;
    if (isCancelled(item.component)) continue;
    const fromMs = msOf(startDate, item, request);
    const toMs = msOf(endDate, item, request);
    if (toMs > request.fromMs && fromMs < request.toMs) yield { name: item.summary, fromMs, toMs };
  }
}

/** The zone of the file where it defines one, else the zone that the event names, else that of the place. */
function msOf(time: ICAL.Time, event: ICAL.Event, { timeZone }: CalendarRequest): number {
  const isFloating = time.isDate || time.zone === ICAL.Timezone.localTimezone;
  if (!isFloating) return time.toUnixTime() * 1000;
  const named = event.component.getFirstProperty('dtstart')?.getFirstParameter('tzid');
  const { year, month, day, hour, minute, second } = time;
  const clockMs = Date.UTC(year, month - 1, day, hour, minute, second);
  return instantOf(clockMs, named !== undefined && isTimeZone(named) ? named : timeZone);
}

function repeatedTooOften(event: ICAL.Event): MusterError {
  const message = `"${event.summary}" is repeated more than ${MOST_REPETITIONS} times`;
  return new MusterError('MUS2005', message, { next: 'Give the repetition an end, or a later begin.' });
}
