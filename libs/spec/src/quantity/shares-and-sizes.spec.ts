import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatDataSize, parseDataSize } from './data-size.ts';
import { formatPercent, parsePercent } from './percent.ts';

describe('percentages', () => {
  test.each([
    ['5%', 0.05],
    ['99.9 %', 0.999],
    ['0%', 0],
    ['100%', 1],
  ])('%s is %d', (text, share) => expect(parsePercent(text)).toBe(share));

  test.each(['5', '101%', '-1%', '%', '5 percent', '1e1%'])('%j is none', (text) =>
    expect(parsePercent(text)).toBeUndefined(),
  );

  test('thousandths of a percent survive writing and reading', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (thousandths) => {
        const share = thousandths / 100_000;
        expect(parsePercent(formatPercent(share))).toBeCloseTo(share, 10);
      }),
    );
  });
});

describe('amounts of data', () => {
  test.each([
    ['512B', 512],
    ['64KB', 64_000],
    ['64KiB', 65_536],
    ['1.5 MB', 1_500_000],
    ['2GiB', 2_147_483_648],
  ])('%s is %d bytes', (text, bytes) => expect(parseDataSize(text)).toBe(bytes));

  test.each(['64', '64kb', '64KBit', '-1B', 'KB'])('%j is none', (text) =>
    expect(parseDataSize(text)).toBeUndefined(),
  );

  test('what is written can be read, to half a percent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e15 }), (bytes) => {
        const read = parseDataSize(formatDataSize(bytes)) ?? Number.NaN;
        expect(Math.abs(read - bytes)).toBeLessThanOrEqual(bytes * 0.005);
      }),
    );
  });
});
