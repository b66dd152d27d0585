import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { minutesByHand } from './cron-oracle.spec-support.ts';
import { type NamedRule, occurrenceAfter, occurrencesBetween } from './occurrences.ts';
import { scheduleRuleSchema } from './rule.schema.ts';
import { isInWindows } from './start-window.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const ruleOf = (rule: object): NamedRule => ({ name: 'weekly', rule: scheduleRuleSchema.parse(rule) });

/** A little before the clock is moved, in places that do it in different ways. */
const TRANSITIONS = [
  ['Europe/Berlin', '2026-03-28T12:00:00Z'],
  ['Europe/Berlin', '2026-10-24T12:00:00Z'],
  ['America/New_York', '2026-03-07T18:00:00Z'],
  ['America/New_York', '2026-10-31T18:00:00Z'],
  // Half an hour.
  ['Australia/Lord_Howe', '2026-04-04T03:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T03:00:00Z'],
  // At midnight: the day has no 00:30.
  ['Africa/Cairo', '2026-04-23T12:00:00Z'],
  ['Africa/Cairo', '2026-10-29T12:00:00Z'],
  ['Asia/Kathmandu', '2026-06-01T00:00:00Z'],
  ['UTC', '2026-06-01T00:00:00Z'],
] as const;

const place = fc.constantFrom(...TRANSITIONS);
const listOf = (max: number) =>
  fc
    .uniqueArray(fc.nat(max), { minLength: 1, maxLength: 3 })
    .map((values) => values.toSorted((a, b) => a - b).join(','));
const minutes = fc.oneof(listOf(59), fc.constantFrom('*/15', '*/7', '*'));
const hours = fc.oneof(
  fc.constantFrom('0', '1', '2', '3', '1,2', '0,2,3'),
  listOf(23),
  fc.constantFrom('*', '*/2'),
);
const weekdays = fc.oneof(fc.constant('*'), listOf(6));
const cron = fc.tuple(minutes, hours, weekdays).map(([minute, hour, day]) => `${minute} ${hour} * * ${day}`);

function walk(schedule: NamedRule, fromMs: number, toMs: number): number[] {
  const due: number[] = [];
  let next = occurrenceAfter(schedule, fromMs - 1000);
  while (next !== undefined && next.dueMs < toMs) {
    due.push(next.dueMs);
    next = occurrenceAfter(schedule, next.dueMs);
  }
  return due;
}

describe('the occurrences of a schedule', () => {
  test.each([
    [
      'a gap is taken at the jump',
      'Europe/Berlin',
      '30 2 * * *',
      '2026-03-28T12:00Z',
      '2026-03-29T01:00:00.000Z',
    ],
    ['twice is taken once', 'Europe/Berlin', '30 2 * * *', '2026-10-25T00:31Z', '2026-10-26T01:30:00.000Z'],
    [
      'half an hour of a gap',
      'Australia/Lord_Howe',
      '15 2 * * *',
      '2026-10-03T00:00Z',
      '2026-10-03T15:30:00.000Z',
    ],
    ['no midnight', 'Africa/Cairo', '0 0 * * 5', '2026-04-23T12:00Z', '2026-04-23T22:00:00.000Z'],
    ['the last Friday', 'UTC', '0 10 * * 5L', '2026-06-01T00:00Z', '2026-06-26T10:00:00.000Z'],
    ['days are OR-ed', 'UTC', '0 0 13 * 5', '2026-06-01T00:00Z', '2026-06-05T00:00:00.000Z'],
  ])('%s: %s %s', (...[, timeZone, expression, from, expected]) => {
    const next = occurrenceAfter(ruleOf({ cron: expression, timeZone }), Date.parse(from));
    expect(new Date(next!.dueMs).toISOString()).toBe(expected);
  });

  test('are those that one finds by hand, minute after minute, when the clock is moved too', () => {
    const property = fc.property(cron, place, (expression, [timeZone, from]) => {
      const fromMs = Date.parse(from);
      const toMs = fromMs + 20 * HOUR;
      const found = walk(ruleOf({ cron: expression, timeZone }), fromMs, toMs);
      expect(found).toEqual(minutesByHand({ cron: expression, timeZone, fromMs, toMs }));
    });
    fc.assert(property, { numRuns: 100 });
  });

  test('are the same forwards and backwards, and however the time is cut', () => {
    const property = fc.property(cron, place, fc.nat(1200), (expression, [timeZone, from], cutMinutes) => {
      const schedule = ruleOf({ cron: expression, timeZone });
      const fromMs = Date.parse(from);
      const [cutMs, toMs] = [fromMs + cutMinutes * MINUTE, fromMs + 1200 * MINUTE];
      const whole = walk(schedule, fromMs, toMs);
      const back = occurrencesBetween(schedule, { fromMs, toMs: toMs - 1 }, 5000).map(({ dueMs }) => dueMs);
      expect(back).toEqual(whole);
      expect([...walk(schedule, fromMs, cutMs), ...walk(schedule, cutMs, toMs)]).toEqual(whole);
      const latest = occurrencesBetween(schedule, { fromMs, toMs: toMs - 1 }, 3).map(({ dueMs }) => dueMs);
      expect(latest).toEqual(whole.slice(-3));
    });
    fc.assert(property, { numRuns: 60 });
  });

  test('start within their jitter, in order, inside of the window, and the same each time', () => {
    const jitter = fc.integer({ min: 1, max: 720 });
    const property = fc.property(
      cron,
      place,
      jitter,
      fc.string(),
      (expression, [timeZone, from], most, name) => {
        const windows = [{ from: '01:00', to: '04:30' }];
        const rule = scheduleRuleSchema.parse({ cron: expression, timeZone, windows, jitter: `${most}m` });
        const fromMs = Date.parse(from);
        const span = { fromMs, toMs: fromMs + 20 * HOUR };
        const found = occurrencesBetween({ name, rule }, span, 50);
        for (const [index, { dueMs, startMs }] of found.entries()) {
          expect(startMs).toBeGreaterThanOrEqual(dueMs);
          expect(startMs - dueMs).toBeLessThan(most * MINUTE);
          expect(startMs).toBeLessThan(found[index + 1]?.dueMs ?? Infinity);
          if (isInWindows(rule, dueMs)) expect(isInWindows(rule, startMs)).toBe(true);
        }
        expect(occurrencesBetween({ name, rule }, span, 50)).toEqual(found);
      },
    );
    fc.assert(property, { numRuns: 100 });
  });

  test('are spread over the jitter, differently for each schedule', () => {
    const rule = scheduleRuleSchema.parse({ cron: '0 * * * *', jitter: '1h' });
    const starts = (name: string) =>
      occurrencesBetween({ name, rule }, { fromMs: 0, toMs: 400 * HOUR }, 400).map(
        ({ dueMs, startMs }) => startMs - dueMs,
      );
    const offsets = starts('a');
    for (const quarter of [0, 1, 2, 3]) {
      const inQuarter = offsets.filter((offset) => Math.floor((offset / HOUR) * 4) === quarter);
      expect(inQuarter.length).toBeGreaterThan(60);
    }
    expect(starts('b')).not.toEqual(offsets);
  });
});
