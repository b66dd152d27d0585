import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decideDue, previewOf } from './decide-due.ts';
import { occurrencesBetween } from './occurrences.ts';
import { scheduleRuleSchema } from './rule.schema.ts';

const MINUTE = 60_000;
const at = (time: string): number => Date.parse(`2026-06-01T${time}:00Z`);

const request = (rule: object, fromMs: number, nowMs: number) => ({
  name: 'weekly',
  rule: scheduleRuleSchema.parse({ cron: '0 * * * *', ...rule }),
  freezes: [],
  fromMs,
  nowMs,
});
const told = (decisions: readonly { dueMs: number; skipped: string | undefined }[]) =>
  decisions.map(({ dueMs, skipped }) => [new Date(dueMs).toISOString().slice(11, 16), skipped]);

describe('what is due', () => {
  test('starts, and the next one is told', () => {
    const { decisions, next } = decideDue(request({}, at('10:00'), at('10:00') + 500));
    expect(told(decisions)).toEqual([['10:00', undefined]]);
    expect(next).toEqual({ dueMs: at('11:00'), startMs: at('11:00') });
  });

  test('is not decided before its time', () => {
    const { decisions, next } = decideDue(request({}, at('10:00'), at('09:59')));
    expect(decisions).toEqual([]);
    expect(next?.dueMs).toBe(at('10:00'));
  });

  test('is not decided before its jitter is over', () => {
    const jittered = request({ jitter: '30m' }, at('10:00'), at('10:00'));
    const [occurrence] = occurrencesBetween(jittered, { fromMs: at('10:00'), toMs: at('10:00') }, 1);
    expect(occurrence!.startMs).toBeGreaterThan(at('10:00'));
    const early = decideDue({ ...jittered, nowMs: occurrence!.startMs - 1 });
    expect(early).toEqual({ decisions: [], next: occurrence });
    const { decisions } = decideDue({ ...jittered, nowMs: occurrence!.startMs });
    expect(told(decisions)).toEqual([['10:00', undefined]]);
  });

  test('was missed when it is later than allowed, with the numbers', () => {
    const { decisions, next } = decideDue(request({ startWithin: '5m' }, at('08:00'), at('10:20')));
    expect(told(decisions)).toEqual([
      ['08:00', 'missed: 2 h 20 m late (limit 5 m)'],
      ['09:00', 'missed: 1 h 20 m late (limit 5 m)'],
      ['10:00', 'missed: 20 m late (limit 5 m)'],
    ]);
    expect(next?.dueMs).toBe(at('11:00'));
  });

  test('the latest that was missed is made up for, where so asked', () => {
    const rule = { startWithin: '5m', missed: 'start-latest' };
    expect(told(decideDue(request(rule, at('08:00'), at('10:20'))).decisions)).toEqual([
      ['08:00', 'missed: 2 h 20 m late (limit 5 m)'],
      ['09:00', 'missed: 1 h 20 m late (limit 5 m)'],
      ['10:00', undefined],
    ]);
    // One that is in time starts alone.
    expect(told(decideDue(request(rule, at('09:00'), at('10:02'))).decisions)).toEqual([
      ['09:00', 'missed: 1 h 2 m late (limit 5 m)'],
      ['10:00', undefined],
    ]);
  });

  test('what is made up for respects a freeze that holds now', () => {
    const frozen = {
      ...request({ startWithin: '5m', missed: 'start-latest' }, at('10:00'), at('10:20')),
      freezes: [{ name: 'change freeze of the sale', fromMs: at('10:10'), toMs: at('11:00') }],
    };
    expect(told(decideDue(frozen).decisions)).toEqual([['10:00', 'missed: 20 m late (limit 5 m)']]);
  });

  test('does not start in a freeze; its end is free again', () => {
    const freezes = [{ name: 'change freeze of the sale', fromMs: at('10:00'), toMs: at('11:00') }];
    const hourly = { ...request({ startWithin: '3h' }, at('09:00'), at('11:30')), freezes };
    expect(told(decideDue(hourly).decisions)).toEqual([
      ['09:00', undefined],
      ['10:00', 'change freeze of the sale until 2026-06-01T11:00:00.000Z'],
      ['11:00', undefined],
    ]);
  });

  test('does not start outside of the windows, by the clock of the place and across midnight', () => {
    // A Monday. 22:00 in Berlin is 20:00 UTC.
    const windows = [
      { days: ['mon'], from: '22:00', to: '02:00' },
      { days: ['tue'], from: '09:00', to: '10:00' },
    ];
    const preview = previewOf(request({ timeZone: 'Europe/Berlin', windows }, 0, 0), [], {
      fromMs: at('18:30'),
      count: 14,
    });
    const started = preview.filter(({ skipped }) => skipped === undefined);
    expect(started.map(({ dueMs }) => new Date(dueMs).toISOString().slice(8, 16))).toEqual([
      '01T20:00',
      '01T21:00',
      '01T22:00',
      '01T23:00',
      '02T07:00',
    ]);
    expect(preview[0]!.skipped).toBe('outside of its windows (mon 22:00 to 02:00; tue 09:00 to 10:00)');
  });

  test('of a long absence only the latest are told', () => {
    const { decisions, next } = decideDue(request({ cron: '* * * * *' }, 0, at('10:00')));
    expect(decisions).toHaveLength(100);
    expect(decisions.at(-1)).toMatchObject({ dueMs: at('10:00'), skipped: undefined });
    expect(next?.dueMs).toBe(at('10:01'));
  });

  test('each occurrence is decided exactly once, whenever somebody looks', () => {
    const looks = fc.array(fc.integer({ min: 0, max: 90 * MINUTE }), { minLength: 1, maxLength: 30 });
    const rules = fc.record({
      cron: fc.constantFrom('*/20 * * * *', '5 * * * *', '0,1,2 */2 * * *'),
      jitter: fc.constantFrom('0s', '4m', '3h'),
      missed: fc.constantFrom('skip', 'start-latest'),
      timeZone: fc.constantFrom('Europe/Berlin', 'UTC'),
    });
    const property = fc.property(looks, rules, (pauses, rule) => {
      const startMs = Date.parse('2026-10-24T20:00:00Z');
      let nowMs = startMs;
      let fromMs = startMs;
      const decided: number[] = [];
      for (const pause of pauses) {
        nowMs += pause;
        const { decisions, next } = decideDue(request(rule, fromMs, nowMs));
        for (const decision of decisions) {
          decided.push(decision.dueMs);
          expect(decision.startMs).toBeLessThanOrEqual(nowMs);
        }
        expect(next!.startMs).toBeGreaterThan(nowMs);
        fromMs = next!.dueMs;
      }
      const all = occurrencesBetween(request(rule, 0, 0), { fromMs: startMs, toMs: nowMs }, 5000);
      expect(decided).toEqual(all.filter((one) => one.startMs <= nowMs).map(({ dueMs }) => dueMs));
    });
    fc.assert(property, { numRuns: 100 });
  });
});

describe('a rule', () => {
  test.each([
    [{ cron: '60 * * * *' }, 'cron', '"60 * * * *": Invalid value for minute: 60'],
    [{ cron: '* * * *' }, 'cron', expect.stringContaining('"* * * *": ')],
    [{ cron: '0 0 31 2 *' }, 'cron', '"0 0 31 2 *" never comes'],
    [{ timeZone: 'Europe/Bonn' }, 'timeZone', '"Europe/Bonn" is no time zone, such as Europe/Berlin'],
    [{ windows: [{ from: '9:00', to: '24:00' }] }, 'windows.0.from', 'expected a time of day such as 09:00'],
    [{ jitter: 30 }, 'jitter', 'expected a duration such as 250ms or 2s, found 30 without a unit'],
  ])('%j is refused at %s', (change, path, message) => {
    const { error } = scheduleRuleSchema.safeParse({ cron: '0 * * * *', ...change });
    expect(error?.issues.map((issue) => [issue.path.join('.'), issue.message])).toContainEqual([
      path,
      message,
    ]);
  });
});
