// decide(state, command): what follows. Pure: time and measurements are arguments. Everything that a run does or does
// not do is decided here; the engine only carries it out.
import { alertFired } from './alerts.ts';
import type { Now, RunCommand } from './commands.ts';
import { concludeIfDone } from './conclude.ts';
import type { Breach, RunEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { faultsDue, rampsDue, undosDue } from './schedule.ts';
import { faultOf, faultsOf, hasEnded, mayBeInPlace, type RunState } from './state.ts';

/** Events that follow from a command, with all that follows from those. */
export function decide(state: RunState, command: RunCommand, now: Now): readonly RunEvent[] {
  const events: RunEvent[] = [];
  let current = state;
  const apply = (more: readonly RunEvent[]): void => {
    for (const event of more) {
      events.push(event);
      current = evolve(current, event, now.nowMs);
    }
  };
  apply(answer(current, command, now));
  for (let follow = next(current, now); follow.length > 0; follow = next(current, now)) apply(follow);
  return events;
}

type Answers = {
  [Type in RunCommand['type']]: (
    state: RunState,
    command: Extract<RunCommand, { type: Type }>,
    now: Now,
  ) => readonly RunEvent[];
};

const answers: Answers = {
  start: (state) => (state.phase === 'planned' ? [{ type: 'phase.entered', phase: 'preflight' }] : []),
  'preflight-passed': (state) =>
    state.phase === 'preflight' ? [{ type: 'phase.entered', phase: 'baseline' }] : [],
  tick: () => [],
  prepared: (state, { fault, undo, endsByItself }) => {
    if (faultOf(state, fault).status !== 'due') return [];
    if (state.aborted)
      return [{ type: 'fault.skipped', fault, message: 'the run was aborted before it was injected' }];
    return [{ type: 'fault.armed', fault, undo, endsByItself }];
  },
  'prepare-failed': (state, command) => {
    const { fault, message } = command;
    if (faultOf(state, fault).status !== 'due') return [];
    return [{ type: 'fault.skipped', fault, message }, ...abort(state, injectFailed(state, command))];
  },
  injected: (state, { fault, tookMs }) =>
    mayBeInPlace(faultOf(state, fault)) ? [{ type: 'fault.injected', fault, tookMs }] : [],
  'inject-failed': (state, command) => [
    { type: 'fault.inject-failed', fault: command.fault, message: command.message },
    ...abort(state, injectFailed(state, command)),
  ],
  'undo-retried': (_state, { fault, attempt, message }) => [
    { type: 'fault.undo-retried', fault, attempt, message },
  ],
  undone: (state, { type: _type, ...outcome }) =>
    faultOf(state, outcome.fault).status === 'undoing' ? [{ type: 'fault.undone', ...outcome }] : [],
  'undo-gave-up': (state, { fault, found, unverified }) =>
    faultOf(state, fault).status === 'undoing' ? [{ type: 'fault.left', fault, found, unverified }] : [],
  'alert-fired': (state, { alert }, { nowMs }) => alertFired(state, alert, nowMs),
  hurry: (state) =>
    state.phase === 'recovering' && state.recovered === undefined && state.firstLiveMs !== undefined
      ? [{ type: 'run.not-recovered', message: 'not waited for: interrupted' }]
      : [],
  breach: (state, { breach }) => abort(state, breach),
  'take-over': (state, { owner, message }) => [
    { type: 'run.taken-over', owner, message },
    ...(state.aborted ? [] : [{ type: 'run.aborted' as const, breach: ownerLost(message) }]),
  ],
};

function answer(state: RunState, command: RunCommand, now: Now): readonly RunEvent[] {
  if (state.phase === 'concluded' && command.type !== 'take-over') return [];
  const handler = answers[command.type] as (
    state: RunState,
    command: RunCommand,
    now: Now,
  ) => readonly RunEvent[];
  return handler(state, command, now);
}

/** An abort is decided once; the harm may already be over, then there is nothing to abort. */
function abort(state: RunState, breach: Breach): readonly RunEvent[] {
  if (state.aborted || state.phase === 'recovering' || state.phase === 'concluded') return [];
  return [{ type: 'run.aborted', breach }];
}

type Failed = Extract<RunCommand, { type: 'prepare-failed' | 'inject-failed' }>;

function injectFailed(state: RunState, { fault, message, code }: Failed): Breach {
  const at = state.plan.faults.find((one) => one.id === fault)?.at ?? '';
  const why = { message: `${fault}: ${message}`, ...(code === undefined ? {} : { code }) };
  return { reason: 'inject-failed', guard: fault, at, ...why };
}

const ownerLost = (message: string): Breach => ({
  reason: 'owner-lost',
  guard: 'owner',
  message,
  at: 'default',
});

/** What is due now in this state; asked again until nothing is. */
function next(state: RunState, now: Now): readonly RunEvent[] {
  if (isBeforeHarm(state) && state.aborted) return skipAll(state);
  if (state.phase === 'baseline') return baselineOver(state, now);
  if (state.phase === 'recovering') return concludeIfDone(state, now);
  return isBeforeHarm(state) || state.phase === 'concluded' ? [] : harm(state, now);
}

const isBeforeHarm = ({ phase }: RunState): boolean =>
  phase === 'planned' || phase === 'preflight' || phase === 'baseline';

function skipAll(state: RunState): readonly RunEvent[] {
  const message = 'the run ended before it was injected';
  const open = state.plan.faults.filter((fault) => !hasEnded(faultOf(state, fault.id)));
  return [
    ...open.map((fault): RunEvent => ({ type: 'fault.skipped', fault: fault.id, message })),
    { type: 'phase.entered', phase: 'recovering' },
  ];
}

function baselineOver(state: RunState, { nowMs, measurements }: Now): readonly RunEvent[] {
  if (nowMs - state.phaseSinceMs < state.plan.timing.baselineMs) return [];
  const judged = state.plan.probes
    .filter((probe) => probe.during.includes('baseline') && probe.role === 'steady-state')
    .map((probe) => ({
      probe,
      judgement: measurements.judge(probe.name, 'baseline', state.phaseSinceMs, nowMs),
    }));
  const events: RunEvent[] = judged.map(({ probe, judgement }) => ({
    type: 'probe.judged',
    probe: probe.name,
    part: 'baseline',
    judgement,
  }));
  const unsteady = judged.find(({ judgement }) => judgement.verdict !== 'pass');
  if (!unsteady) return [...events, { type: 'phase.entered', phase: 'injecting' }];
  const message = `not steady before any fault: ${unsteady.probe.name}: ${unsteady.judgement.message}`;
  return [
    ...events,
    {
      type: 'run.aborted',
      breach: { reason: 'baseline', guard: unsteady.probe.name, message, at: unsteady.probe.at },
    },
  ];
}

/** From the first injection until the last fault is gone. */
function harm(state: RunState, { nowMs }: Now): readonly RunEvent[] {
  if (state.aborted && state.phase !== 'undoing') return [{ type: 'phase.entered', phase: 'undoing' }];
  const overdue = deadline(state, nowMs);
  if (overdue) return [overdue];
  const due = [...faultsDue(state, nowMs), ...rampsDue(state, nowMs), ...undosDue(state, nowMs)];
  if (due.length > 0) return due;
  const phase = harmPhase(state);
  return phase === state.phase ? [] : [{ type: 'phase.entered', phase }];
}

function deadline(state: RunState, nowMs: number): RunEvent | undefined {
  if (state.aborted || state.firstLiveMs === undefined) return undefined;
  const limitMs = state.plan.timing.faultDeadlineMs;
  const measured = nowMs - state.firstLiveMs;
  if (
    measured < limitMs ||
    faultsOf(state).every(([, fault]) => !mayBeInPlace(fault) || fault.status === 'undoing')
  )
    return undefined;
  const message = `faults last ${Math.round(measured)} ms >= ${limitMs} ms, the longest that the plan allows`;
  return {
    type: 'run.aborted',
    breach: { reason: 'deadline', guard: 'deadline', message, measured, limit: limitMs, at: 'default' },
  };
}

function harmPhase(state: RunState): RunState['phase'] {
  const states = faultsOf(state).map(([, fault]) => fault);
  if (states.every(hasEnded)) return 'recovering';
  if (state.aborted) return 'undoing';
  const starting = states.some(
    (fault) => fault.status === 'waiting' || fault.status === 'due' || fault.status === 'armed',
  );
  if (starting) return 'injecting';
  return states.some((fault) => fault.status === 'live') ? 'holding' : 'undoing';
}
