// What the row of a run tells of its journal, changed by the same statement that appends the events.
import type { Cleanup, Phase, RunEvent, Verdict } from '#core';

/** Left out: stays as it is. */
export interface SummaryChange {
  readonly phase?: Phase;
  readonly verdict?: Verdict;
  readonly cleanup?: Cleanup;
  readonly message?: string;
  readonly experiment?: string;
  readonly environment?: string;
  readonly service?: string;
  readonly planHash?: string;
}

export function summaryOf(events: readonly RunEvent[]): SummaryChange {
  const change = Object.assign({}, ...events.map(changeBy)) as Record<string, string>;
  return Object.fromEntries(Object.entries(change).map(([key, text]) => [key, storable(text)]));
}

/** A column of text takes neither; what a target answered may hold both. The event itself is stored as it is. */
const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd');

function changeBy(event: RunEvent): SummaryChange {
  if (event.type === 'phase.entered') return { phase: event.phase };
  if (event.type === 'run.planned') {
    const { experiment, environment, service, hash } = event.plan;
    return { experiment, environment: environment.name, planHash: hash, ...(service && { service }) };
  }
  if (event.type === 'run.concluded') {
    const { verdict, cleanup, message } = event;
    return { verdict, cleanup, message, phase: 'concluded' };
  }
  return {};
}
