import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { jumpLimitMs, stalledLimitMs, startClockGuard } from './clock.guard.ts';

const everyMs = 50;

describe('clocks', () => {
  test('a process that stood still is told with how long', () => {
    const check = startClockGuard({ nowMs: 0, wallMs: 1_000_000 }, everyMs);
    expect(check({ nowMs: 50, wallMs: 1_000_050 })).toBeUndefined();
    expect(check({ nowMs: 12_100, wallMs: 1_012_100 })).toMatchObject({
      reason: 'stalled',
      message: 'this process stood still for 12 s >= 2 s: nobody watched the faults',
      measured: 12_000,
    });
  });

  test.each([
    [3_600_000, 'forward by 1 h'],
    [-5000, 'back by 5 s'],
  ])('a wall clock that jumps by %d ms is told', (jumpMs, told) => {
    const check = startClockGuard({ nowMs: 0, wallMs: 0 }, everyMs);
    const breach = check({ nowMs: 50, wallMs: 50 + jumpMs });
    expect(breach).toMatchObject({ reason: 'clock-jumped', measured: jumpMs });
    expect(breach?.message).toContain(told);
  });

  test('never below the limits, always at them', () => {
    const lateness = fc.integer({ min: 0, max: 2 * stalledLimitMs });
    const jump = fc.integer({ min: -2 * jumpLimitMs, max: 2 * jumpLimitMs });
    fc.assert(
      fc.property(lateness, jump, (lateMs, jumpMs) => {
        const check = startClockGuard({ nowMs: 7, wallMs: 99 }, everyMs);
        const passedMs = everyMs + lateMs;
        const breach = check({ nowMs: 7 + passedMs, wallMs: 99 + passedMs + jumpMs });
        const isOver = lateMs >= stalledLimitMs || Math.abs(jumpMs) >= jumpLimitMs;
        expect(breach !== undefined).toBe(isOver);
      }),
    );
  });
});
