import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PlannedGuard } from '../plan/plan.ts';
import type { Sample } from '../verdict/samples.ts';
import { startGuard } from './guard.ts';
import { wilsonLowerBound } from './wilson.ts';

const sample = (atMs: number, passed: boolean): Sample => ({
  probe: 'p',
  atMs,
  tookMs: 1,
  fields: { status: passed ? 200 : 500 },
  passedEach: passed,
  passed,
});
const good = [{ field: 'status', type: 'number', aggregate: 'each', comparison: 'eq', limit: 200 }] as const;
const base = { name: 'g', at: 'x.yaml:7', probe: 'p' } as const;
const burn = (objective: number, rate: number, longMs = 10_000): PlannedGuard => ({
  ...base,
  rule: 'burn-rate',
  slo: 's',
  objective,
  burnRate: rate,
  longMs,
  shortMs: Math.max(longMs / 12, 200),
  good,
});

describe('failing-for', () => {
  const rule: PlannedGuard = { ...base, rule: 'failing-for', failingForMs: 500 };

  test('never before the time, always from it on', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 100 }), (passes) => {
        const guard = startGuard(rule, 0);
        let since: number | undefined;
        for (const [index, passed] of passes.entries()) {
          const atMs = index * 100;
          since = passed ? undefined : (since ?? atMs);
          const expected = since !== undefined && atMs - since >= 500;
          expect(guard.observe(sample(atMs, passed)) !== undefined).toBe(expected);
        }
      }),
    );
  });

  test('what cannot be measured does not end the streak', () => {
    const guard = startGuard(rule, 0);
    guard.observe(sample(0, false));
    expect(guard.observe({ ...sample(500, false), fields: undefined })).toMatchObject({
      reason: 'probe-failing',
      measured: 500,
      limit: 500,
    });
  });
});

describe('no-data', () => {
  const rule: PlannedGuard = { ...base, rule: 'no-data', noDataForMs: 300 };

  test('silence is noticed by the time alone', () => {
    const guard = startGuard(rule, 1000);
    expect(guard.check(1299)).toBeUndefined();
    expect(guard.nextCheckMs()).toBe(1300);
    expect(guard.check(1300)).toMatchObject({ reason: 'no-data' });
  });

  test('a measurement that says "down" is data', () => {
    const guard = startGuard(rule, 0);
    guard.observe(sample(250, false));
    expect(guard.check(500)).toBeUndefined();
  });
});

describe('burn-rate', () => {
  test('never below the threshold, always when everything is bad', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 50 }), fc.integer({ min: 1, max: 40 }), (every, rate) => {
        // One bad of `every`: a burn rate of 1/every/0.01 against an objective of 99 %.
        const burns = 1 / every / 0.01;
        const guard = startGuard(burn(0.99, rate), 0);
        let fired = false;
        for (let index = 1; index <= 2000; index += 1)
          fired ||= guard.observe(sample(index * 20, index % every !== 0)) !== undefined;
        if (burns < rate * 0.9) expect(fired).toBe(false);
        const outage = startGuard(burn(0.99, rate), 0);
        const breaches = Array.from({ length: 200 }, (_, index) => outage.observe(sample(index * 20, false)));
        expect(breaches.some((breach) => breach?.reason === 'slo-burn')).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('one bad event of ten proves nothing (Wilson)', () => {
    const guard = startGuard(burn(0.999, 28.8), 0);
    const breaches = Array.from({ length: 10 }, (_, index) =>
      guard.observe(sample(index * 100, index !== 9)),
    );
    expect(breaches.every((breach) => breach === undefined)).toBe(true);
  });

  test('says the numbers and the place of the rule', () => {
    const guard = startGuard(burn(0.99, 10), 0);
    const breach = Array.from({ length: 50 }, (_, index) => guard.observe(sample(index * 100, false))).find(
      Boolean,
    );
    expect(breach?.message).toMatch(/^s burns 100x >= 10x over 10 s \(\d+ of \d+ bad\)$/);
    expect(breach?.at).toBe('x.yaml:7');
  });
});

test('budget adds up and never resets', () => {
  const guard = startGuard({ ...base, rule: 'budget', slo: 's', objective: 0.99, allowedBad: 3, good }, 0);
  const fired = [false, true, false, true, true, false].map(
    (passed, index) => guard.observe(sample(index * 100, passed)) !== undefined,
  );
  expect(fired).toEqual([false, false, false, false, false, true]);
});

test('error-ratio judges a whole window only', () => {
  const guard = startGuard({ ...base, rule: 'error-ratio', ratio: 0.5, overMs: 1000 }, 0);
  const fired = Array.from(
    { length: 15 },
    (_, index) => guard.observe(sample((index + 1) * 100, index % 2 === 0)) !== undefined,
  );
  expect(fired.indexOf(true)).toBe(9);
});

test('Wilson lower bounds as published', () => {
  const bounds = [
    [1, 10],
    [2, 10],
    [5, 10],
    [20, 100],
  ].map(([bad, total]) => wilsonLowerBound(bad as number, total as number));
  for (const [index, published] of [0.023, 0.069, 0.269, 0.143].entries()) {
    expect(Math.abs((bounds[index] ?? 0) - published)).toBeLessThan(0.001);
  }
});
