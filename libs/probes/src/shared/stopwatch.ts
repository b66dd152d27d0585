// Time taken by one measurement, and whether its signal meant the timeout or the end of the run.
import type { ProbeContext } from '#core';

/** The timeout may be up to this share younger: measuring begins a little after the caller's clock. */
const STOPPED_SHARE = 0.8;

export interface Stopwatch {
  elapsedMs(): number;
  /** The signal fired well before the timeout: nobody waits for this measurement any more. */
  wasStopped(): boolean;
}

export function startStopwatch({ signal, timeoutMs }: ProbeContext): Stopwatch {
  const startedMs = performance.now();
  const elapsedMs = (): number => performance.now() - startedMs;
  return {
    elapsedMs,
    wasStopped: () => signal.aborted && elapsedMs() < timeoutMs * STOPPED_SHARE,
  };
}

/** What a measurement is that was stopped before its time. */
export const stopped = { outcome: 'error', message: 'stopped before it was measured' } as const;
