// What a page shows of a run with hundreds of probes: what matters first, and how much is left to the JSON.
import type { Expectation, ProbeReport, RunReport, TimelineEntry } from '../model/run-report.ts';

export interface Selected<T> {
  readonly shown: readonly T[];
  readonly leftOut: number;
}

const mostProbes = 24;
const mostExpectations = 60;
const mostEntries = 200;

/** The first of what matters, in the order in which it came. */
function select<T>(all: readonly T[], most: number, weightOf: (one: T) => number): Selected<T> {
  const shown = all
    .map((one, index) => ({ one, index, weight: weightOf(one) }))
    .sort((a, b) => b.weight - a.weight || a.index - b.index)
    .slice(0, most)
    .sort((a, b) => a.index - b.index);
  return { shown: shown.map(({ one }) => one), leftOut: all.length - shown.length };
}

/** Probes with a gap before those with failures before those without. */
export function selectProbes({ probes, gaps }: RunReport): Selected<ProbeReport> {
  const subjects = new Set(gaps.map(({ subject }) => subject));
  const measured = probes.filter((probe) => probe.role === 'steady-state' && probe.measurements > 0);
  return select(measured, mostProbes, ({ name, failed }) => (subjects.has(name) ? 2 : Number(failed > 0)));
}

/** What held and what was not examined; that a probe could be measured goes without saying. */
export function selectExpectations({ expectations }: RunReport): Selected<Expectation> {
  const kept = expectations.filter((one) => one.outcome !== 'failed' && one.capability !== 'measurement');
  return select(kept, mostExpectations, ({ capability }) => Number(capability !== 'steady-state'));
}

/** What the run did before what probes saw, and failures before what passed. */
export function selectTimeline({ timeline }: RunReport): Selected<TimelineEntry> {
  return select(timeline, mostEntries, ({ about, tone }) => (about === 'probe' ? Number(tone === 'bad') : 2));
}

export const leftOutText = (leftOut: number, noun: string): string =>
  `${leftOut} more ${noun}${leftOut === 1 ? '' : 's'}: see report.json.`;
