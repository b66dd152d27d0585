// Aborts when the share of failing measurements in a window reaches a limit. Judges only once the window has passed.
import { formatDuration, formatPercent } from '#spec';
import type { Rule } from './rule.ts';
import { SlidingCounter } from './sliding-counter.ts';

export const errorRatio: Rule<'error-ratio'> = (guard, startMs) => {
  const window = new SlidingCounter(guard.overMs);
  return {
    observe(sample) {
      window.add(sample.atMs, !sample.passed);
      if (sample.atMs - startMs < guard.overMs || window.ratio < guard.ratio) return undefined;
      const share = `${formatPercent(window.ratio)} of ${window.total}`;
      return {
        reason: 'probe-failing',
        guard: guard.name,
        message: `${guard.probe}: ${share} measurements fail >= ${formatPercent(guard.ratio)} over ${formatDuration(guard.overMs)}`,
        measured: window.ratio,
        limit: guard.ratio,
        at: guard.at,
      };
    },
    check: () => undefined,
    nextCheckMs: () => undefined,
  };
};
