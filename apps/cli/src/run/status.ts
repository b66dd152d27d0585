// The line that is rewritten in place while a phase lasts: how long it has lasted, and what the probes show now.
import {
  check,
  faultsOf,
  Measurements,
  type Plan,
  type PlannedProbe,
  type RunEvent,
  type RunState,
} from '#core';
import { formatDuration } from '#spec';
import type { Line } from './run-lines.ts';

export class RunStatus {
  readonly #plan: Plan;
  readonly #measurements: Measurements;
  readonly #probes: readonly PlannedProbe[];
  #firstMs = Number.POSITIVE_INFINITY;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#measurements = new Measurements(plan);
    this.#probes = plan.probes.filter(({ role }) => role === 'steady-state');
  }

  add(event: RunEvent, atMs: number): void {
    if (event.type !== 'probe.measured') return;
    const planned = this.#probes.find(({ name }) => name === event.probe);
    if (planned === undefined) return;
    const { fields, passed, tookMs, probe } = event;
    const passedEach = check(planned.judge.conditions, fields).each;
    this.#measurements.add({ probe, atMs, tookMs, fields, passed, passedEach });
    this.#firstMs = Math.min(this.#firstMs, atMs);
  }

  /** Times of the state count from the clock of the run; `nowMs` is its reading, `atMs` the one of the events. */
  line(
    state: RunState,
    { nowMs, atMs }: { readonly nowMs: number; readonly atMs: number },
  ): Line | undefined {
    const time = this.#time(state, nowMs);
    if (time === undefined) return undefined;
    const shown = state.phase === 'undoing' ? whatIsUndone(state) : this.#figures(atMs);
    return { mark: 'now', label: state.phase, text: `${time}   ${shown}` };
  }

  #time(state: RunState, nowMs: number): string | undefined {
    const { timing, recovery } = this.#plan;
    const { phase, phaseSinceMs } = state;
    if (phase === 'baseline') return elapsed(nowMs - phaseSinceMs, timing.baselineMs);
    if (phase === 'injecting' || phase === 'holding') {
      return elapsed(nowMs - (state.firstLiveMs ?? nowMs), plannedMs(state));
    }
    if (phase === 'undoing') return seconds(nowMs - phaseSinceMs);
    if (phase !== 'recovering') return undefined;
    return elapsed(nowMs - (state.goneMs ?? phaseSinceMs), recovery.withinMs);
  }

  #figures(atMs: number): string {
    return this.#probes
      .map(({ name, judge }) => {
        const judged = this.#measurements.judge(name, 'fault', atMs - judge.overMs, atMs + 1);
        return judged.measurements === 0 ? `${name}: nothing measured yet` : `${name}: ${judged.message}`;
      })
      .join(' · ');
  }
}

const seconds = (ms: number): string => `${(Math.max(0, ms) / 1000).toFixed(1)} s`;
const elapsed = (ms: number, ofMs: number): string =>
  `${seconds(Math.min(ms, ofMs))} of ${formatDuration(ofMs)}`;

/** From the first injection to the planned end of those that are in place. */
function plannedMs(state: RunState): number {
  const fromMs = state.firstLiveMs ?? 0;
  const ends = faultsOf(state).map(([{ holdMs }, { liveMs }]) =>
    liveMs === undefined ? 0 : liveMs - fromMs + holdMs,
  );
  return Math.max(0, ...ends);
}

function whatIsUndone(state: RunState): string {
  return faultsOf(state)
    .filter(([, { status }]) => status === 'undoing' || status === 'armed' || status === 'live')
    .map(([{ id, explainUndo }]) => `${id}: ${explainUndo}`)
    .join(' · ');
}
