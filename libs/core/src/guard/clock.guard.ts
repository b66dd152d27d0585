// Aborts when time itself cannot be trusted: the process stood still, so that nobody watched the harm, or the wall clock
// jumped, so that the times of alerts and of other systems no longer compare with those of the run.
import { formatDuration } from '#spec';
import type { Breach } from '../run/events.ts';

export interface ClockReading {
  /** Monotonic. */
  readonly nowMs: number;
  /** The wall clock, with its steps. */
  readonly wallMs: number;
}

/** A machine under load is late by tens of milliseconds, a stopped or suspended one by seconds. */
export const stalledLimitMs = 2000;
/** Clock synchronisation slews; a step of this size was made by somebody, or by a suspended machine that woke up. */
export const jumpLimitMs = 2000;

/** Compares each reading with the one before it; `everyMs` is how far apart they are meant to be. */
export function startClockGuard(
  first: ClockReading,
  everyMs: number,
): (reading: ClockReading) => Breach | undefined {
  let last = first;
  return (reading) => {
    const passedMs = reading.nowMs - last.nowMs;
    const jumpedMs = reading.wallMs - last.wallMs - passedMs;
    last = reading;
    const lateMs = passedMs - everyMs;
    if (lateMs >= stalledLimitMs) {
      const message = `this process stood still for ${told(lateMs)} >= ${told(stalledLimitMs)}: nobody watched the faults`;
      return { ...base('stalled'), message, measured: lateMs, limit: stalledLimitMs };
    }
    if (Math.abs(jumpedMs) >= jumpLimitMs) {
      const way = jumpedMs > 0 ? 'forward' : 'back';
      const message = `the wall clock jumped ${way} by ${told(Math.abs(jumpedMs))} >= ${told(jumpLimitMs)}`;
      return { ...base('clock-jumped'), message, measured: jumpedMs, limit: jumpLimitMs };
    }
    return undefined;
  };
}

const base = (reason: 'stalled' | 'clock-jumped') => ({ reason, guard: 'clock', at: 'default' }) as const;
const told = (ms: number): string => formatDuration(Math.round(ms));
