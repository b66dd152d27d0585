// Aborts when a probe has measured nothing for a time: no data is not healthy.
import { formatDuration } from '#spec';
import type { Breach } from '../run/events.ts';
import type { Rule } from './rule.ts';

export const noData: Rule<'no-data'> = (guard, startMs) => {
  let lastMs = startMs;
  const breach = (nowMs: number): Breach | undefined => {
    const silentMs = nowMs - lastMs;
    if (silentMs < guard.noDataForMs) return undefined;
    return {
      reason: 'no-data',
      guard: guard.name,
      message: `no data from ${guard.probe} for ${formatDuration(Math.round(silentMs))} >= ${formatDuration(guard.noDataForMs)}`,
      measured: silentMs,
      limit: guard.noDataForMs,
      at: guard.at,
    };
  };
  return {
    observe(sample) {
      if (sample.fields === undefined) return breach(sample.atMs);
      lastMs = sample.atMs;
      return undefined;
    },
    check: breach,
    nextCheckMs: () => lastMs + guard.noDataForMs,
  };
};
