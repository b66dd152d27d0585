// The rule of a guard in words, with its numbers.
import { formatDuration, formatPercent } from '#spec';
import type { PlannedGuard } from '../plan/plan.ts';

export function describeGuard(guard: PlannedGuard): string {
  switch (guard.rule) {
    case 'failing-for':
      return `${guard.probe} fails for ${formatDuration(guard.failingForMs)} without a break`;
    case 'no-data':
      return `${guard.probe} measures nothing for ${formatDuration(guard.noDataForMs)}`;
    case 'error-ratio':
      return `${formatPercent(guard.ratio)} of the measurements of ${guard.probe} fail over ${formatDuration(guard.overMs)}`;
    case 'burn-rate':
      return `the error budget of ${guard.slo} (${formatPercent(guard.objective)}) burns ${guard.burnRate} times too fast over ${formatDuration(guard.longMs)} and over ${formatDuration(Math.round(guard.shortMs))}`;
    case 'budget':
      return `${guard.allowedBad} bad events: the share of the error budget of ${guard.slo} that this run may use`;
  }
}
