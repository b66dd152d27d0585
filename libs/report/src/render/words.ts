// Words and times that every rendering uses.
import { formatDuration } from '#spec';
import type { Capability, RunReport } from '../model/run-report.ts';

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Durations that were measured: no more digits than anybody reads. */
export function measured(ms: number): string {
  if (ms < 10) return formatDuration(Math.round(ms * 100) / 100);
  return formatDuration(ms < 1000 ? Math.round(ms) : Math.round(ms / 10) * 10);
}

/** `2026-11-23 10:04:11 UTC` */
export const dateAndTime = (atMs: number): string =>
  `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** `10:04:11.230` (UTC) */
export const timeOfDay = (atMs: number): string => new Date(atMs).toISOString().slice(11, 23);

/** Counted from the first fault in place; from the start where there was none: `+1.25 s`, `−2.00 s`. */
export function fromT0(report: RunReport, atMs: number): string {
  const ms = atMs - (report.times.t0Ms ?? report.times.startedMs);
  const seconds = (Math.abs(ms) / 1000).toFixed(2);
  if (seconds === '0.00') return '0.00 s';
  return `${ms < 0 ? '−' : '+'}${seconds} s`;
}

export const capabilityWords: Readonly<Record<Capability, string>> = {
  'steady-state': 'steady state',
  detection: 'detection',
  recovery: 'recovery',
  cleanup: 'cleanup',
  measurement: 'measurement',
};

export const partWords = {
  baseline: 'before the fault',
  fault: 'during the fault',
  recovery: 'after the fault',
} as const;

export const verdictWords = {
  pass: 'PASS',
  fail: 'FAIL',
  inconclusive: 'INCONCLUSIVE',
  error: 'ERROR',
  unfinished: 'UNFINISHED',
} as const;

/** `payments-slow, step Resolve (../runbooks/payments-slow.md#resolve)` */
export function runbookText(runbook: NonNullable<RunReport['gaps'][number]['runbook']>): string {
  const step = runbook.stepTitle ?? runbook.step;
  const place = runbook.step === undefined ? runbook.path : `${runbook.path}#${runbook.step}`;
  return `${runbook.name}${step === undefined ? '' : `, step ${step}`}${runbook.path === '' ? '' : ` (${place})`}`;
}
