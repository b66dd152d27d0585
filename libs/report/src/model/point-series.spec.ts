// Thinning keeps what a reader would look for: extremes, failures, and every value that is a name.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PointSeries, thin } from './point-series.ts';
import type { Point } from './run-report.ts';

const point = fc.record({
  value: fc.option(fc.integer({ min: 0, max: 1000 }), { nil: null }),
  passed: fc.constantFrom<0 | 1>(0, 1),
});
const series = fc
  .array(point, { minLength: 1, maxLength: 5000 })
  .map((points) => points.map(({ value, passed }, index): Point => [index * 10, value, passed]));
const numbers = (points: readonly Point[], passed: 0 | 1): readonly number[] =>
  points.flatMap(([, value, ok]) => (ok === passed && value !== null ? [value] : []));

describe('thinning', () => {
  test('keeps the extremes of what passed and of what failed, and that something was not measured', () => {
    fc.assert(
      fc.property(series, (points) => {
        const kept = thin(points, 50, false);
        expect(kept.length).toBeLessThanOrEqual(400);
        for (const passed of [0, 1] as const) {
          const [before, after] = [numbers(points, passed), numbers(kept, passed)];
          expect(after.length > 0).toBe(before.length > 0);
          expect(Math.max(...after)).toBe(Math.max(...before));
          expect(Math.min(...after)).toBe(Math.min(...before));
        }
        expect(kept.some(([, value]) => value === null)).toBe(points.some(([, value]) => value === null));
      }),
      { numRuns: 50 },
    );
  });

  test('keeps order and invents nothing', () => {
    fc.assert(
      fc.property(series, (points) => {
        const kept = thin(points, 20, false);
        expect(kept.every((one) => points.includes(one))).toBe(true);
        expect(kept.map(([atMs]) => atMs)).toEqual(kept.map(([atMs]) => atMs).sort((a, b) => a - b));
      }),
      { numRuns: 50 },
    );
  });

  test('one failure in a hundred thousand is shown', () => {
    const all = new PointSeries(false, 1);
    for (let index = 0; index < 100_000; index += 1) all.add([index, 5, index === 54_321 ? 0 : 1]);
    expect(all.points().filter(([, , passed]) => passed === 0)).toEqual([[54_321, 5, 0]]);
    expect(all.points().length).toBeLessThan(1100);
  });

  test('the more charts there are, the fewer points each keeps', () => {
    const lengths = [1, 24, 240, 5000].map((charts) => {
      const all = new PointSeries(false, charts);
      for (let index = 0; index < 10_000; index += 1) all.add([index, index % 7, 1]);
      return all.points().length;
    });
    expect(lengths[0]).toBe(lengths[1]);
    expect(lengths[0]).toBeLessThanOrEqual(1000);
    expect(lengths[2]).toBeLessThanOrEqual(100);
    expect(lengths[3]).toBeLessThanOrEqual(60);
  });

  test('few points stay as they are', () => {
    const all = new PointSeries(true, 1);
    const points = Array.from({ length: 500 }, (_, index): Point => [index, index % 3, 1]);
    for (const one of points) all.add(one);
    expect(all.points()).toEqual(points);
  });
});
