// What a run tells, line by line, as it happens. Pure: an event and the state after it become lines.
import { faultOf, type RunEvent, type RunState } from '#core';
import { formatDuration, formatPercent } from '#spec';
import { summarizePlan } from '#use-cases';

export type Mark = 'good' | 'bad' | 'now' | 'note';

export interface Line {
  readonly mark: Mark;
  readonly label: string;
  readonly text: string;
  /** Said after it, less loudly: where a rule is written, what to do next. */
  readonly aside?: string;
}

type Told = { readonly event: RunEvent; readonly atMs: number };
type Tell = {
  [Type in RunEvent['type']]?: (
    event: Extract<RunEvent, { type: Type }>,
    state: RunState,
    at: Moment,
  ) => Line[];
};

interface Moment {
  readonly atMs: number;
  /** When the run was aborted. */
  readonly abortedMs: number | undefined;
}

/** Tells the events of one run in their order. */
export class RunLines {
  #abortedMs: number | undefined;

  tell({ event, atMs }: Told, state: RunState): readonly Line[] {
    if (event.type === 'run.aborted') this.#abortedMs ??= atMs;
    const tell = tellers[event.type] as
      | ((event: RunEvent, state: RunState, at: Moment) => Line[])
      | undefined;
    return tell?.(event, state, { atMs, abortedMs: this.#abortedMs }) ?? [];
  }
}

const ms = (time: number): string =>
  formatDuration(time < 10 ? Math.round(time * 10) / 10 : Math.round(time));

const tellers: Tell = {
  'run.planned': ({ plan }) => [
    { mark: 'good', label: 'valid', text: summarizePlan(plan), aside: 'muster explain shows the plan' },
  ],
  'probe.judged': ({ probe, part, judgement }, { plan }) => [
    {
      mark: judgement.verdict === 'pass' ? 'good' : 'bad',
      label: part === 'fault' ? 'meanwhile' : part,
      text: `${probe}: ${judgement.message}`,
      ...(judgement.verdict === 'pass' ? {} : { aside: placeOf(plan, probe) }),
    },
  ],
  'fault.injected': ({ fault, tookMs }, { plan }) => {
    const planned = plan.faults.find(({ id }) => id === fault);
    const hold = planned === undefined ? '' : `, for ${formatDuration(planned.holdMs)}`;
    return [
      {
        mark: 'now',
        label: 'injected',
        text: `${fault}: ${planned?.explain ?? ''}${hold}`,
        aside: `in ${ms(tookMs)}`,
      },
    ];
  },
  'fault.changed': ({ fault, share }) => [
    { mark: 'now', label: 'grows', text: `${fault}: ${formatPercent(share)} of its full harm` },
  ],
  'fault.skipped': ({ fault, message }) => [{ mark: 'note', label: 'skipped', text: `${fault}: ${message}` }],
  'fault.inject-failed': ({ fault, message }) => [
    { mark: 'bad', label: 'failed', text: `${fault}: ${message}` },
  ],
  'fault.undo-retried': ({ fault, attempt, message }) => [
    { mark: 'now', label: 'undoing', text: `${fault}: attempt ${attempt}: ${message}` },
  ],
  'fault.undone': (event, state, at) => [undone(event, state, at)],
  'fault.left': ({ fault, found }) => [{ mark: 'bad', label: 'left', text: `${fault}: ${found}` }],
  'run.aborted': ({ breach }) => [
    {
      mark: 'bad',
      label: 'aborted',
      text: breach.message,
      ...(breach.at.includes(':') ? { aside: breach.at } : {}),
    },
  ],
  'run.taken-over': ({ message }) => [{ mark: 'now', label: 'taken over', text: message }],
  'alert.fired': ({ alert, afterMs }, { plan }) => {
    const limitMs = plan.alerts.find(({ name }) => name === alert)?.withinMs ?? 0;
    const isInTime = afterMs <= limitMs;
    const text = `${alert} fired after ${ms(afterMs)} (limit ${formatDuration(limitMs)})`;
    return [{ mark: isInTime ? 'good' : 'bad', label: 'alert', text }];
  },
  'alert.missed': ({ alert, message }) => [{ mark: 'bad', label: 'alert', text: `${alert} ${message}` }],
  'alert.infeasible': ({ alert, message }) => [
    { mark: 'note', label: 'alert', text: `${alert}: ${message}` },
  ],
  'run.recovered': ({ afterMs }, { plan }) => [
    {
      mark: 'good',
      label: 'recovered',
      text: `in ${ms(afterMs)} (limit ${formatDuration(plan.recovery.withinMs)})`,
    },
  ],
  'run.not-recovered': ({ message }, { plan }) => [
    { mark: 'bad', label: 'recovery', text: message, aside: plan.recovery.at },
  ],
};

const placeOf = (plan: RunState['plan'], probe: string): string =>
  plan.probes.find(({ name }) => name === probe)?.at ?? '';

function undone(
  { fault, undoMs, verifyMs, attempts }: Extract<RunEvent, { type: 'fault.undone' }>,
  state: RunState,
  { atMs, abortedMs }: Moment,
): Line {
  const how = state.plan.faults.find(({ id }) => id === fault)?.explainUndo ?? 'undone';
  const tries = attempts > 1 ? `, ${attempts} attempts` : '';
  const took = `undo ${ms(undoMs)}, read back ${ms(verifyMs)}${tries}`;
  const wasLive = faultOf(state, fault).liveMs !== undefined;
  const since = abortedMs !== undefined && wasLive ? `, ${ms(atMs - abortedMs)} after the decision` : '';
  return { mark: 'good', label: 'undone', text: `${fault}: ${how}: verified gone${since}`, aside: took };
}
