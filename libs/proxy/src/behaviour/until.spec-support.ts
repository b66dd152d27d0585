// Waiting with a deadline, for tests.
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@jest/globals';

const DEADLINE_MS = 10_000;

/** Polls until the condition holds. */
export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const giveUpMs = performance.now() + DEADLINE_MS;
  while (!(await condition())) {
    if (performance.now() > giveUpMs) expect(`waited ${DEADLINE_MS} ms for ${what}`).toBe('it happened');
    await delay(2);
  }
}

/** The value once it has not changed for `quietMs`. */
export async function settled(value: () => number, quietMs: number): Promise<number> {
  let last = value();
  let changedAtMs = performance.now();
  await until(() => {
    if (value() !== last) {
      last = value();
      changedAtMs = performance.now();
    }
    return performance.now() - changedAtMs >= quietMs;
  }, 'a number to settle');
  return last;
}

export async function deadline<T>(promise: Promise<T>, what: string): Promise<T> {
  let done = false;
  const finish = () => {
    done = true;
  };
  promise.then(finish, finish);
  await until(() => done, what);
  return promise;
}
