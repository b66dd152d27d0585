import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PlannedJudge } from '../plan/plan.ts';
import { check, describeCondition, holds, planConditions } from './condition.ts';
import { aggregate, judgeSpan, judgeWindow } from './judge.ts';
import { type Sample, SampleSeries } from './samples.ts';

const fields = {
  status: { type: 'number', summary: '' },
  latency: { type: 'duration', summary: '' },
} as const;
const conditions = planConditions({ status: 200, latency: { p99: { lte: '400ms' } } }, fields);
const judge: PlannedJudge = { conditions, overMs: 1000, passing: 1, atLeast: 3 };

function sample(atMs: number, measured?: { status: number; latency: number }): Sample {
  const passed = check(conditions, measured);
  return { probe: 'p', atMs, tookMs: 1, fields: measured, passedEach: passed.each, passed: passed.all };
}
const many = (count: number, latency: number, status = 200): Sample[] =>
  Array.from({ length: count }, (_, index) => sample(index * 10, { status, latency }));

describe('conditions', () => {
  test('read their limits in the unit of the field', () => {
    expect(conditions.map(describeCondition)).toEqual(['status = 200', 'p99 latency <= 400 ms']);
  });

  test('a value that was not measured satisfies nothing', () => {
    for (const condition of conditions) expect(holds(condition, undefined)).toBe(false);
  });

  test('a slow answer fails for guards, not by itself for the judge', () => {
    expect(check(conditions, { status: 200, latency: 401 })).toEqual({ each: true, all: false });
    expect(check(conditions, { status: 500, latency: 1 })).toEqual({ each: false, all: false });
    expect(check(conditions, undefined)).toEqual({ each: false, all: false });
  });
});

describe('judging a window', () => {
  test('passes with the arithmetic', () => {
    expect(judgeWindow(judge, many(50, 21))).toMatchObject({
      verdict: 'pass',
      message: '50/50, p99 latency 21 ms (limit 400 ms)',
    });
  });

  test('fails on the percentile, with the value and the limit', () => {
    expect(judgeWindow(judge, many(50, 640))).toMatchObject({
      verdict: 'fail',
      message: '50/50, p99 latency 640 ms (limit 400 ms)',
    });
  });

  test('fails on one bad answer, and says which', () => {
    const samples = [...many(9, 5), sample(90, { status: 503, latency: 5 })];
    expect(judgeWindow(judge, samples)).toMatchObject({
      verdict: 'fail',
      message: '9/10, p99 latency 5 ms (limit 400 ms), e.g. status 503, expected status = 200',
    });
    expect(judgeWindow({ ...judge, passing: 0.9 }, samples).verdict).toBe('pass');
  });

  test('too little is inconclusive; what cannot be measured is an error', () => {
    expect(judgeWindow(judge, many(2, 5)).verdict).toBe('inconclusive');
    expect(judgeWindow(judge, []).verdict).toBe('inconclusive');
    expect(judgeWindow(judge, [sample(0), sample(10), ...many(2, 5)]).verdict).toBe('error');
  });

  test('one bad window fails the span; a last one too short to speak is left out', () => {
    const bad = Array.from({ length: 10 }, (_, index) =>
      sample(1000 + index * 10, { status: 500, latency: 5 }),
    );
    expect(judgeSpan(judge, [...many(50, 5), ...bad], 0).verdict).toBe('fail');
    expect(judgeSpan(judge, [...many(50, 5), sample(1000, { status: 200, latency: 5 })], 0).verdict).toBe(
      'pass',
    );
  });

  test('slow answers that are too few for each window are judged together', () => {
    const slow = [700, 1500, 2300, 3100].map((atMs) => sample(atMs, { status: 200, latency: 750 }));
    expect(judgeSpan(judge, slow, 0)).toMatchObject({
      verdict: 'fail',
      message: '4/4, p99 latency 750 ms (limit 400 ms)',
      measurements: 4,
    });
  });
});

test('percentiles by nearest rank are values that were measured, between min and max', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
      const [p50 = -1, p99 = -1] = [aggregate('p50', values), aggregate('p99', values)];
      expect(values).toContain(p50);
      expect(p50).toBeLessThanOrEqual(p99);
      expect(values.filter((value) => value <= p99).length / values.length).toBeGreaterThanOrEqual(0.99);
    }),
  );
});

test('a streak is what passed since the last failure and since a time, trimmed or not', () => {
  const measured = fc.record({ afterMs: fc.integer({ min: 0, max: 300 }), passed: fc.boolean() });
  fc.assert(
    fc.property(fc.array(measured, { maxLength: 60 }), fc.nat(5000), (steps, fromMs) => {
      const series = new SampleSeries(1000);
      let atMs = 0;
      for (const { afterMs, passed } of steps) {
        atMs += afterMs;
        series.add({ ...sample(atMs, { status: 200, latency: 1 }), passed });
      }
      const kept = series.between(fromMs, Number.POSITIVE_INFINITY);
      const passing = kept.slice(kept.findLastIndex((one) => !one.passed) + 1);
      expect(series.streak(fromMs)).toEqual({ count: passing.length, sinceMs: passing[0]?.atMs });
    }),
  );
});

test('a series keeps what it promises and finds windows', () => {
  const series = new SampleSeries(1000);
  for (let atMs = 0; atMs <= 5000; atMs += 10) series.add(sample(atMs, { status: 200, latency: 1 }));
  const window = series.between(4500, 4600);
  expect([window.length, window[0]?.atMs, window.at(-1)?.atMs]).toEqual([10, 4500, 4590]);
  expect(series.between(4000, 5001)).toHaveLength(101);
  expect(series.last(2).map((one) => one.atMs)).toEqual([4990, 5000]);
});
