// One line of the timeline for each event that a person wants to read; single measurements are told by timeline.log.ts.
import type { Plan, RunEvent } from '#core';
import { formatDuration, formatPercent } from '#spec';
import type { TimelineEntry } from './run-report.ts';

export interface Line extends Pick<TimelineEntry, 'about' | 'tone' | 'text'> {
  /** A later line with the same key takes the place of this one. */
  readonly key?: string;
}

type Tell = {
  [Type in RunEvent['type']]: (event: Extract<RunEvent, { type: Type }>, plan: Plan) => Line | undefined;
};

const ms = (value: number): string => formatDuration(Math.round(value * 10) / 10);
const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
const run = (tone: Line['tone'], text: string): Line => ({ about: 'run', tone, text });
const fault = (tone: Line['tone'], text: string): Line => ({ about: 'fault', tone, text });
const alert = (tone: Line['tone'], text: string): Line => ({ about: 'alert', tone, text });
const silent = (): undefined => undefined;

const tell: Tell = {
  'run.planned': ({ owner, musterVersion }, plan) =>
    run(
      'plain',
      `planned: ${plural(plan.faults.length, 'fault')}, ${plural(plan.probes.length, 'probe')} (Muster ${musterVersion}, process ${owner.pid} on ${owner.host})`,
    ),
  'phase.entered': ({ phase }, plan) => {
    if (phase === 'baseline')
      return run('plain', `watches the steady state for ${ms(plan.timing.baselineMs)} before any fault`);
    if (phase !== 'recovering') return undefined;
    return run('plain', `waits at most ${ms(plan.recovery.withinMs)} for the system to be steady again`);
  },
  'probe.measured': silent,
  'probe.skipped': silent,
  'probe.judged': ({ probe, part, judgement }) => ({
    about: 'probe',
    tone: judgement.verdict === 'pass' ? 'good' : 'bad',
    text: `${probe}, ${partWords[part]}: ${judgement.verdict}: ${judgement.message}`,
  }),
  'fault.due': silent,
  'fault.armed': (event) =>
    fault(
      'plain',
      `${event.fault}: armed; how to undo it is written down${event.endsByItself ? ', and it would end by itself' : ''}`,
    ),
  'fault.injected': (event, plan) => {
    const planned = plan.faults.find((one) => one.id === event.fault);
    return fault('harm', `${event.fault}: in place after ${ms(event.tookMs)}: ${planned?.explain ?? ''}`);
  },
  'fault.changed': (event) => ({
    ...fault(
      'harm',
      `${event.fault}: grows step by step to ${formatPercent(event.share)} of its full strength`,
    ),
    key: `changed ${event.fault}`,
  }),
  'fault.inject-failed': (event) => fault('bad', `${event.fault}: could not be injected: ${event.message}`),
  'fault.skipped': (event) => fault('plain', `${event.fault}: not injected: ${event.message}`),
  'fault.undo-started': (event) => fault('plain', `${event.fault}: undo begins`),
  'fault.undo-retried': (event) => ({
    ...fault(
      'bad',
      `${event.fault}: still there after ${plural(event.attempt, 'attempt')}: ${event.message}`,
    ),
    key: `retried ${event.fault}`,
  }),
  'fault.undone': (event) =>
    fault(
      'good',
      `${event.fault}: read back and gone: undone in ${ms(event.undoMs)}, verified in ${ms(event.verifyMs)} (${plural(event.attempts, 'attempt')})`,
    ),
  'fault.left': (event) =>
    fault('bad', `${event.fault}: ${event.unverified ? 'NOT READ BACK' : 'STILL IN PLACE'}: ${event.found}`),
  'alert.fired': (event) => alert('good', `${event.alert} fired ${ms(event.afterMs)} after the first fault`),
  'alert.missed': (event) => alert('bad', `${event.alert} ${event.message}`),
  'alert.infeasible': (event) => alert('plain', `${event.alert} could not be examined: ${event.message}`),
  'run.aborted': ({ breach }) =>
    run('bad', `aborted: ${breach.message}${isPlace(breach.at) ? ` (${breach.at})` : ''}`),
  'run.taken-over': ({ owner, message }) =>
    run('plain', `process ${owner.pid} on ${owner.host} took the run over: ${message}`),
  'run.recovered': ({ afterMs }, plan) =>
    run(
      'good',
      `steady again ${ms(afterMs)} after the faults were gone (limit ${ms(plan.recovery.withinMs)})`,
    ),
  'run.not-recovered': ({ message }) => run('bad', message),
  'run.concluded': ({ verdict, cleanup, message }) =>
    run(
      verdict === 'pass' && cleanup === 'clean' ? 'good' : 'bad',
      `concluded: ${verdict}, cleanup ${cleanup}: ${message}`,
    ),
};

const partWords = {
  baseline: 'before the fault',
  fault: 'while the fault lasted',
  recovery: 'after the fault',
} as const;

const isPlace = (at: string): boolean => at.includes(':');

export function tellEvent(event: RunEvent, plan: Plan): Line | undefined {
  const line = tell[event.type] as (event: RunEvent, plan: Plan) => Line | undefined;
  return line(event, plan);
}
