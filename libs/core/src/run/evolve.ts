// evolve(state, event): the only way in which the state of a run changes. Never fails on an event that it does not expect.
import type { RunEvent } from './events.ts';
import { type FaultState, faultOf, hasEnded, type RunState } from './state.ts';

/** The state after `run.planned`, the first event of every run. */
export function begin(event: Extract<RunEvent, { type: 'run.planned' }>, atMs: number): RunState {
  return {
    plan: event.plan,
    phase: 'planned',
    phaseSinceMs: atMs,
    faults: Object.fromEntries(
      event.plan.faults.map((fault) => [
        fault.id,
        { status: 'waiting', share: fault.ramp ? 1 / fault.ramp.steps : 1 } as const,
      ]),
    ),
    judgements: [],
    alerts: {},
    aborted: undefined,
    firstLiveMs: undefined,
    goneMs: undefined,
    recovered: undefined,
    takenOver: false,
    verdict: undefined,
    cleanup: undefined,
  };
}

type Evolve = {
  [Type in RunEvent['type']]?: (
    state: RunState,
    event: Extract<RunEvent, { type: Type }>,
    atMs: number,
  ) => RunState;
};

function change(state: RunState, id: string, part: Partial<FaultState>): RunState {
  return { ...state, faults: { ...state.faults, [id]: { ...faultOf(state, id), ...part } } };
}

const armedSoFar = (state: RunState): number =>
  Object.values(state.faults).filter((fault) => fault.order !== undefined).length;

function end(state: RunState, id: string, part: Partial<FaultState>, atMs: number): RunState {
  const next = change(state, id, { ...part, endedMs: atMs });
  return Object.values(next.faults).every(hasEnded) ? { ...next, goneMs: atMs } : next;
}

const byType: Evolve = {
  'phase.entered': (state, event, atMs) => ({ ...state, phase: event.phase, phaseSinceMs: atMs }),
  'probe.judged': (state, { probe, part, judgement }) => ({
    ...state,
    judgements: [...state.judgements, { probe, part, judgement }],
  }),
  'fault.due': (state, event) => change(state, event.fault, { status: 'due' }),
  'fault.armed': (state, event, atMs) =>
    change(state, event.fault, {
      status: 'armed',
      undo: event.undo,
      armedMs: atMs,
      order: armedSoFar(state),
    }),
  'fault.injected': (state, event, atMs) => ({
    // An abort may have come first: then it is being undone already and stays so.
    ...change(
      state,
      event.fault,
      faultOf(state, event.fault).status === 'armed' ? { status: 'live', liveMs: atMs } : { liveMs: atMs },
    ),
    firstLiveMs: state.firstLiveMs ?? atMs,
  }),
  'fault.changed': (state, event) => change(state, event.fault, { share: event.share }),
  'fault.inject-failed': (state, event) => change(state, event.fault, { failure: event.message }),
  'fault.skipped': (state, event, atMs) =>
    end(state, event.fault, { status: 'skipped', failure: event.message }, atMs),
  'fault.undo-started': (state, event, atMs) =>
    change(state, event.fault, { status: 'undoing', undoStartedMs: atMs }),
  'fault.undone': (state, event, atMs) => end(state, event.fault, { status: 'undone' }, atMs),
  'fault.left': (state, event, atMs) =>
    end(state, event.fault, { status: 'left', found: event.found, unverified: event.unverified }, atMs),
  'alert.fired': (state, event) => ({ ...state, alerts: { ...state.alerts, [event.alert]: 'fired' } }),
  'alert.missed': (state, event) => ({ ...state, alerts: { ...state.alerts, [event.alert]: 'missed' } }),
  'alert.infeasible': (state, event) => ({
    ...state,
    alerts: { ...state.alerts, [event.alert]: 'infeasible' },
  }),
  'run.aborted': (state, event) => ({ ...state, aborted: state.aborted ?? event.breach }),
  // What an earlier owner left or was doing is to be done again: undo is idempotent.
  'run.taken-over': (state) => ({
    ...state,
    takenOver: true,
    faults: reopened(state),
    verdict: undefined,
    cleanup: undefined,
    phase: 'undoing',
  }),
  'run.recovered': (state) => ({ ...state, recovered: true }),
  'run.not-recovered': (state) => ({ ...state, recovered: false }),
  'run.concluded': (state, event, atMs) => ({
    ...state,
    phase: 'concluded',
    phaseSinceMs: atMs,
    verdict: event.verdict,
    cleanup: event.cleanup,
  }),
};

function reopened(state: RunState): RunState['faults'] {
  return Object.fromEntries(
    Object.entries(state.faults).map(([id, fault]) => {
      if (fault.status === 'waiting' || fault.status === 'due')
        return [id, { ...fault, status: 'skipped' as const }];
      if (fault.status === 'undoing' || fault.status === 'left')
        return [id, { ...fault, status: 'armed' as const }];
      return [id, fault];
    }),
  );
}

export function evolve(state: RunState, event: RunEvent, atMs: number): RunState {
  const step = byType[event.type] as
    | ((state: RunState, event: RunEvent, atMs: number) => RunState)
    | undefined;
  return step ? step(state, event, atMs) : state;
}

/** State from a whole journal; undefined where it does not begin with `run.planned`. */
export function replay(
  records: Iterable<{ readonly event: RunEvent; readonly atMs: number }>,
): RunState | undefined {
  let state: RunState | undefined;
  for (const { event, atMs } of records) {
    if (event.type === 'run.planned') state = begin(event, atMs);
    else if (state) state = evolve(state, event, atMs);
  }
  return state;
}
