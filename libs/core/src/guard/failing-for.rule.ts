// Aborts when a probe has failed without a break for a time. What cannot be measured does not end the streak.
import { formatDuration } from '#spec';
import type { Rule } from './rule.ts';

export const failingFor: Rule<'failing-for'> = (guard) => {
  let sinceMs: number | undefined;
  let failures = 0;
  return {
    observe(sample) {
      if (sample.passed) {
        sinceMs = undefined;
        failures = 0;
        return undefined;
      }
      sinceMs ??= sample.atMs;
      failures += 1;
      const lastedMs = sample.atMs - sinceMs;
      if (lastedMs < guard.failingForMs) return undefined;
      const limit = formatDuration(guard.failingForMs);
      return {
        reason: 'probe-failing',
        guard: guard.name,
        message: `${guard.probe} fails for ${formatDuration(Math.round(lastedMs))} >= ${limit} (${failures} measurements)`,
        measured: lastedMs,
        limit: guard.failingForMs,
        at: guard.at,
      };
    },
    check: () => undefined,
    nextCheckMs: () => undefined,
  };
};
