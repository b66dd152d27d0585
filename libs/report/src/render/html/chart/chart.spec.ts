// Axes and marks of the charts: what a reader must be able to see is inside the picture, and texts do not collide.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RunReport } from '#report';
import { aFault, aPlan } from '../../../plan.spec-support.ts';
import { behaves, reportOf, reportOn, watched } from '../../../report.spec-support.ts';
import { frameOf } from './frame.ts';
import { marksOf } from './points.ts';
import { valueAxis } from './value-axis.ts';

type Series = RunReport['probes'][number]['series'];
const series = (values: readonly (number | null)[], limit?: number): Series => ({
  field: 'latency',
  type: 'duration',
  limits: limit === undefined ? [] : [{ value: limit, text: `latency <= ${limit} ms` }],
  points: values.map((value, index) => [index * 100, value, 1]),
});

describe('the value axis', () => {
  test('shows every value and the limit, whatever they are', () => {
    const values = fc.array(fc.option(fc.double({ min: -1e3, max: 1e7, noNaN: true }), { nil: null }), {
      maxLength: 50,
    });
    fc.assert(
      fc.property(
        values,
        fc.option(fc.double({ min: -1e3, max: 1e7, noNaN: true }), { nil: undefined }),
        (all, limit) => {
          const axis = valueAxis(series(all, limit));
          for (const value of [...all, ...(limit === undefined ? [] : [limit])]) {
            expect(axis.y(value)).toBeGreaterThanOrEqual(0);
            expect(axis.y(value)).toBeLessThanOrEqual(100);
          }
          for (const { percent } of axis.ticks) expect(percent).toBeLessThanOrEqual(100);
        },
      ),
    );
  });

  test('is linear from zero where the limit can be seen on it', () => {
    const axis = valueAxis(series([20, 30, 640], 400));
    expect(axis.title).toBe('latency');
    expect(axis.ticks.map(({ text }) => text)).toEqual(['0 ms', '200 ms', '400 ms', '600 ms']);
  });

  test('is logarithmic where outliers would hide the rest, and says so', () => {
    const axis = valueAxis(series([5, 8, 12, 5000], 400));
    expect(axis.title).toBe('latency, logarithmic');
    expect(axis.y(400) - axis.y(5)).toBeGreaterThan(40);
    expect(axis.ticks.map(({ text }) => text)).toEqual(['10 ms', '30 ms', '100 ms', '300 ms', '1 s', '3 s']);
  });

  test('has a row for each value that is a name, and one above for what was not measured', () => {
    const axis = valueAxis({ ...series([0, 1, null]), field: 'status', categories: ['200', '502'] });
    expect(axis.ticks.map(({ text }) => text)).toEqual(['200', '502']);
    expect(axis.y(null)).toBeGreaterThan(axis.y(1));
    expect(axis.y(1)).toBeGreaterThan(axis.y(0));
  });
});

describe('the frame', () => {
  test('marks the fault, the abort and the recovery where they were', async () => {
    const report = await reportOn('aborted');
    const frame = frameOf(report);
    const x = (atMs: number | undefined): number => frame.x((atMs ?? 0) - report.times.startedMs);
    expect(frame.windows).toEqual([
      { from: x(report.times.t0Ms), to: x(report.times.goneMs), text: 'payments is slow' },
    ]);
    expect(frame.flags.map(({ kind, at }) => [kind, at])).toEqual([
      ['abort', x(report.result.aborted?.atMs)],
      ['steady', expect.any(Number)],
    ]);
    expect(frame.ticks.map(({ text }) => text)).toContain('0');
    expect(frame.parts.map(({ text }) => text)).toEqual(['baseline', 'recovery']);
  });

  test('texts of moments close together stand in rows of their own', async () => {
    const { flags } = frameOf(await reportOn('aborted'));
    expect(new Set(flags.map(({ row }) => row)).size).toBe(flags.length);
  });

  test('an alert is marked when it fired', async () => {
    const { flags } = frameOf(await reportOf(watched(3000), behaves(120, 4000)));
    expect(flags.map(({ text }) => text)).toEqual(['CheckoutLatencyHigh fired', 'steady again']);
  });

  test('many faults share a lane', async () => {
    const faults = Array.from({ length: 9 }, (_, index) => aFault({ id: `fault ${index}` }));
    const { windows } = frameOf(await reportOf(aPlan({ faults }), behaves(120)));
    expect(windows.map(({ text }) => text)).toEqual(['9 faults']);
  });

  test('counts from the start where nothing was injected', async () => {
    const frame = frameOf(await reportOn('unsteady'));
    expect(frame.origin).toBe('from the start of the run');
    expect(frame.windows).toEqual([]);
  });
});

test('points of each kind are a path of their own', async () => {
  const frame = frameOf(await reportOn('passed'));
  const points = [
    [0, 10, 1],
    [0, 10, 1],
    [100, 20, 0],
    [200, null, 0],
  ] as const;
  const marks = marksOf(points, frame, valueAxis(series([10, 20])));
  expect([marks.passed, marks.failed, marks.silent].map((path) => path.match(/M/g)?.length)).toEqual([
    1, 1, 1,
  ]);
});
