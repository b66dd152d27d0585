import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { duration, formatDuration, parseDuration } from './duration.ts';

describe('parseDuration', () => {
  test.each([
    ['250ms', 250],
    ['2s', 2000],
    ['1m30s', 90_000],
    ['1 m 30 s', 90_000],
    ['1.5h', 5_400_000],
    ['30d', 2_592_000_000],
    ['1.001s', 1001],
    ['0s', 0],
  ])('%s is %d ms', (text, ms) => expect(parseDuration(text)).toBe(ms));

  test.each(['', '5', 's', '-5s', '5 parsecs', '1e3s', '.5s', '5S', '1m30', '5s!', 'ms5'])(
    '%j is none',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );
});

describe('formatDuration', () => {
  test.each([
    [0, '0 ms'],
    [0.25, '0.25 ms'],
    [400, '400 ms'],
    [1500, '1.5 s'],
    [59_996, '1 m'],
    [90_000, '1 m 30 s'],
    [119_900, '2 m'],
    [3_599_900, '1 h'],
    [7_200_000, '2 h'],
    [86_399_000, '1 d'],
    [Number.POSITIVE_INFINITY, 'never'],
  ])('%d is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

  test('what is written can be read, and is near by its smaller unit', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 366 * 86_400_000, noNaN: true }), (ms) => {
        const read = parseDuration(formatDuration(ms)) ?? Number.NaN;
        const precision =
          ms < 1000 ? 0.005 : ms < 60_000 ? 5 : ms < 3_600_000 ? 500 : ms < 86_400_000 ? 30_000 : 1_800_000;
        expect(Math.abs(read - ms)).toBeLessThanOrEqual(precision * 1.001);
      }),
    );
  });

  test('whole seconds of less than an hour survive exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3599 }), (seconds) => {
        expect(parseDuration(formatDuration(seconds * 1000))).toBe(seconds * 1000);
      }),
    );
  });
});

describe('duration in a schema', () => {
  const codes = (input: unknown) =>
    duration({ min: 100, max: 60_000 })
      .safeParse(input)
      .error?.issues.map((issue) => (issue.code === 'custom' ? issue.params?.['mus'] : issue.code) as string);

  test('reads milliseconds', () => expect(duration().parse('2s')).toBe(2000));
  test('names what is wrong', () => {
    expect(codes('99ms')).toEqual(['MUS1013']);
    expect(codes('2m')).toEqual(['MUS1013']);
    expect(codes('soon')).toEqual(['MUS1014']);
    expect(codes(30)).toEqual(['invalid_type']);
  });
});
