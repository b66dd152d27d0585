// Waiting with a deadline, for tests.
import { setTimeout as delay } from 'node:timers/promises';

const DEADLINE_MS = 10_000;

/** Polls until the condition holds; fails with what it waited for. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  withinMs = DEADLINE_MS,
): Promise<void> {
  const giveUpMs = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > giveUpMs) throw new Error(`waited ${withinMs} ms for ${what}`);
    await delay(5);
  }
}
