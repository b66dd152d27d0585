import { describe, expect, test } from '@jest/globals';
import { freezesOf } from './icalendar.ts';

const YEAR = { fromMs: Date.parse('2026-01-01T00:00Z'), toMs: Date.parse('2027-01-01T00:00Z') };

const event = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
const calendar = (...lines: string[][]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', ...lines.flat(), 'END:VCALENDAR'].join('\r\n');
const freezes = (text: string, span = YEAR) =>
  freezesOf({ text, timeZone: 'America/New_York', ...span }).map(({ name, fromMs, toMs }) =>
    [name, ...[fromMs, toMs].map((ms) => new Date(ms).toISOString().slice(0, 16))].join(' '),
  );

/** A zone as calendars bring it along, under a name that nobody else knows. */
const OWN_ZONE = [
  'BEGIN:VTIMEZONE',
  'TZID:Office',
  'BEGIN:STANDARD',
  'DTSTART:20200101T000000',
  'TZOFFSETFROM:+0530',
  'TZOFFSETTO:+0530',
  'END:STANDARD',
  'END:VTIMEZONE',
];

describe('freezes from a calendar', () => {
  test('are in UTC, in a named zone, in a zone of the file, or at the place', () => {
    const text = calendar(
      OWN_ZONE,
      event('UID:1', 'SUMMARY:utc', 'DTSTART:20260601T100000Z', 'DURATION:PT2H'),
      event('UID:2', 'SUMMARY:berlin', 'DTSTART;TZID=Europe/Berlin:20260602T100000', 'DURATION:PT2H'),
      event(
        'UID:3',
        'SUMMARY:office',
        'DTSTART;TZID=Office:20260603T100000',
        'DTEND;TZID=Office:20260603T120000',
      ),
      event('UID:4', 'SUMMARY:place', 'DTSTART:20260604T100000', 'DTEND:20260604T120000'),
      event('UID:5', 'SUMMARY:days', 'DTSTART;VALUE=DATE:20261224', 'DTEND;VALUE=DATE:20261227'),
      event('UID:6', 'SUMMARY:unknown zone', 'DTSTART;TZID=Nowhere:20261228T100000', 'DURATION:PT1H'),
    );
    expect(freezes(text)).toEqual([
      'utc 2026-06-01T10:00 2026-06-01T12:00',
      'berlin 2026-06-02T08:00 2026-06-02T10:00',
      'office 2026-06-03T04:30 2026-06-03T06:30',
      'place 2026-06-04T14:00 2026-06-04T16:00',
      'days 2026-12-24T05:00 2026-12-27T05:00',
      'unknown zone 2026-12-28T15:00 2026-12-28T16:00',
    ]);
  });

  test('are repeated by the clock of their zone, without what was taken out, with what was moved', () => {
    const at = (name: string, time: string) => `${name};TZID=Europe/Berlin:${time}`;
    const weekly = event(
      'UID:1',
      'SUMMARY:weekly',
      at('DTSTART', '20261012T220000'),
      at('DTEND', '20261013T020000'),
      'RRULE:FREQ=WEEKLY;COUNT=5',
      at('EXDATE', '20261019T220000'),
    );
    const moved = event(
      'UID:1',
      'SUMMARY:moved',
      at('RECURRENCE-ID', '20261102T220000'),
      at('DTSTART', '20261103T200000'),
      at('DTEND', '20261103T210000'),
    );
    const cancelled = event(
      'UID:1',
      'STATUS:CANCELLED',
      at('RECURRENCE-ID', '20261109T220000'),
      at('DTSTART', '20261109T220000'),
    );
    // Of another event that is repeated at the same times.
    const other = event(
      'UID:2',
      'SUMMARY:other',
      at('DTSTART', '20261102T220000'),
      'DURATION:PT1H',
      'RRULE:FREQ=WEEKLY;COUNT=1',
    );
    const gone = event('UID:3', 'SUMMARY:gone', 'STATUS:CANCELLED', at('DTSTART', '20261102T220000'));
    expect(freezes(calendar(weekly, moved, cancelled, other, gone))).toEqual([
      'weekly 2026-10-12T20:00 2026-10-13T00:00',
      'weekly 2026-10-26T21:00 2026-10-27T01:00',
      'other 2026-11-02T21:00 2026-11-02T22:00',
      'moved 2026-11-03T19:00 2026-11-03T20:00',
    ]);
  });

  test('without an end are those of the span that was asked for', () => {
    const daily = event(
      'UID:1',
      'SUMMARY:daily',
      'DTSTART:20200101T100000Z',
      'DURATION:PT2H',
      'RRULE:FREQ=DAILY',
    );
    const span = { fromMs: Date.parse('2026-06-01T11:00Z'), toMs: Date.parse('2026-06-03T10:00Z') };
    expect(freezes(calendar(daily), span)).toEqual([
      'daily 2026-06-01T10:00 2026-06-01T12:00',
      'daily 2026-06-02T10:00 2026-06-02T12:00',
    ]);
  });

  test('an empty calendar freezes nothing', () => expect(freezes(calendar())).toEqual([]));

  test.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['half a file', 'BEGIN:VCALENDAR'],
    ['an event without a time', calendar(event('UID:1', 'SUMMARY:never'))],
    ['a time that is none', calendar(event('UID:1', 'SUMMARY:odd', 'DTSTART:someday'))],
    [
      'a repetition every second',
      calendar(event('UID:1', 'SUMMARY:often', 'DTSTART:20260601T100000Z', 'RRULE:FREQ=SECONDLY')),
    ],
  ])('%s is refused', (_, text) => {
    expect(() => freezes(text)).toThrow(expect.objectContaining({ code: 'MUS2005' }));
  });
});
