// The two stages of Ctrl-C, without signals: what is asked of the run, and when.
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Phase, RunState } from '#core';
import { Interrupts } from './interrupts.ts';

const told: string[] = [];
let nowMs = 0;
let phase: Phase = 'holding';
const run = {
  state: () => ({ phase }) as RunState,
  abort: (why: string) => void told.push(`abort: ${why}`),
  hurry: () => void told.push('hurry'),
};
const listener = {
  interrupted: () => void told.push('interrupted'),
  hurried: () => void told.push('hurried'),
};

let interrupts: Interrupts;
beforeEach(() => {
  told.length = 0;
  nowMs = 1000;
  phase = 'holding';
  jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
  interrupts = new Interrupts(listener);
});
afterEach(() => {
  interrupts.stop();
  jest.restoreAllMocks();
});

describe('an interruption', () => {
  test('aborts at first, hurries at second, and that is all', () => {
    interrupts.attach(run);
    interrupts.interrupt('Ctrl-C');
    nowMs += 1000;
    interrupts.interrupt('Ctrl-C');
    nowMs += 1000;
    interrupts.interrupt('Ctrl-C');
    expect(told).toEqual(['interrupted', 'abort: Ctrl-C', 'hurried', 'hurry']);
    expect(interrupts.reason).toBe('Ctrl-C');
  });

  test('that comes twice within a quarter of a second is one', () => {
    interrupts.attach(run);
    interrupts.interrupt('Ctrl-C');
    nowMs += 249;
    interrupts.interrupt('Ctrl-C');
    expect(told).toEqual(['interrupted', 'abort: Ctrl-C']);
  });

  test('before the run began aborts it as soon as it has', () => {
    interrupts.interrupt('Ctrl-C');
    expect(told).toEqual(['interrupted']);
    interrupts.attach(run);
    expect(told).toEqual(['interrupted', 'abort: Ctrl-C']);
  });

  test('is an error that nobody caught, or one in the display: undone all the same', () => {
    interrupts.attach(run);
    const [uncaught] = process.listeners('uncaughtException').slice(-1);
    uncaught?.(new Error('out of order'), 'uncaughtException');
    expect(told).toEqual(['interrupted', 'abort: defect in Muster: out of order']);
    interrupts.guard(() => {
      throw new Error('cannot draw');
    });
    expect(interrupts.defect).toMatchObject({ message: 'out of order' });
  });

  test('of a recovery ends the wait for it', () => {
    phase = 'recovering';
    interrupts.attach(run);
    interrupts.interrupt('Ctrl-C');
    expect(told).toEqual(['interrupted', 'hurry']);
  });
});
