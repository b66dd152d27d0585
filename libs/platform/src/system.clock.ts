// Time of this machine. A step of the wall clock moves neither `nowMs` nor `epochMs`: both come from one monotonic source.
import type { Clock } from '#core';

/** setTimeout fires at once for anything longer. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** `epochMs` is the wall clock as it was at creation, plus what has passed since. */
export function systemClock(): Clock {
  const epochAtZeroMs = Date.now() - performance.now();
  return {
    nowMs: () => performance.now(),
    epochMs: () => epochAtZeroMs + performance.now(),
    wallMs: () => Date.now(),
    at: callAt,
  };
}

function callAt(atMs: number, callback: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    // Whole milliseconds upwards; a timer may still fire a little early, then it waits for the rest.
    const waitMs = Math.min(Math.max(0, Math.ceil(atMs - performance.now())), LONGEST_TIMEOUT_MS);
    timer = setTimeout(() => (performance.now() < atMs ? wait() : callback()), waitMs);
  };
  wait();
  return () => clearTimeout(timer);
}
