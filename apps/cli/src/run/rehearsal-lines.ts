// What a dry run found: each probe measured once, each fault prepared.
import { formatValue, type Plan, type PlannedProbe } from '#core';
import type { Rehearsal } from '#engine';
import { summarizePlan } from '#use-cases';
import type { Line } from './run-lines.ts';

type Measured = Rehearsal['steady'][number];

export function rehearsalLines(plan: Plan, { steady, faults }: Rehearsal): readonly Line[] {
  return [
    { mark: 'good', label: 'valid', text: summarizePlan(plan), aside: 'muster explain shows the plan' },
    ...steady.map((measured) => probeLine(plan, measured)),
    ...faults.map(({ fault, failure }): Line => {
      const label = 'prepared';
      if (failure) return { mark: 'bad', label, text: `${fault.id}: ${failure.message}`, aside: fault.at };
      return { mark: 'good', label, text: `${fault.id}: could be injected now: ${fault.explain}` };
    }),
    { mark: 'note', label: 'dry run', text: 'nothing was changed' },
  ];
}

function probeLine(plan: Plan, { sample, measurement }: Measured): Line {
  const planned = plan.probes.find(({ name }) => name === sample.probe);
  const found =
    measurement.outcome === 'error' ? measurement.message : figuresOf(planned, measurement.fields);
  return {
    mark: sample.passed ? 'good' : 'bad',
    label: 'measured',
    text: `${sample.probe}: ${found}`,
    ...(sample.passed || planned === undefined ? {} : { aside: planned.at }),
  };
}

/** The fields that are judged. */
function figuresOf(
  planned: PlannedProbe | undefined,
  fields: Readonly<Record<string, string | number | boolean>>,
): string {
  const judged = new Map((planned?.judge.conditions ?? []).map(({ field, type }) => [field, type]));
  return [...judged]
    .map(
      ([field, type]) =>
        `${field} ${field in fields ? formatValue(fields[field] ?? '', type) : 'not measured'}`,
    )
    .join(', ');
}
