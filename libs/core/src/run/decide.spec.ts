import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { MeasurementsView, RunCommand } from './commands.ts';
import { decide } from './decide.ts';
import type { Breach, Judgement, RunEvent } from './events.ts';
import { begin, evolve } from './evolve.ts';
import { aFault, aPlan } from './plan.spec-support.ts';
import { nextTickMs } from './schedule.ts';
import { faultOf, hasEnded, mayBeInPlace, type RunState } from './state.ts';

const judged = (verdict: Judgement['verdict']): Judgement => ({
  verdict,
  message: verdict,
  measurements: 10,
  failed: 0,
});
const steady: MeasurementsView = { judge: () => judged('pass'), steadySinceMs: (_probe, afterMs) => afterMs };
const breach: Breach = { reason: 'slo-burn', guard: 'g', message: 'burns', at: 'x.yaml:9' };

/** A run driven by hand: commands in, events and state out. */
class Driven {
  state: RunState;
  nowMs = 0;
  readonly events: RunEvent[] = [];
  view = steady;

  constructor(plan = aPlan([aFault('a')])) {
    this.state = begin({ type: 'run.planned', plan, owner: { pid: 1, host: 'h' }, musterVersion: '0' }, 0);
  }

  send(command: RunCommand): readonly RunEvent[] {
    const events = decide(this.state, command, { nowMs: this.nowMs, measurements: this.view });
    for (const event of events) this.state = evolve(this.state, event, this.nowMs);
    this.events.push(...events);
    return events;
  }

  after(ms: number): readonly RunEvent[] {
    this.nowMs += ms;
    return this.send({ type: 'tick' });
  }

  toInjecting(): this {
    this.send({ type: 'start' });
    this.send({ type: 'preflight-passed' });
    this.after(1000);
    return this;
  }

  live(id: string): this {
    this.send({ type: 'prepared', fault: id, undo: { id }, endsByItself: true });
    this.send({ type: 'injected', fault: id, tookMs: 1 });
    return this;
  }

  types(): readonly string[] {
    return this.events.map((event) => event.type);
  }
}

describe('a run', () => {
  test('goes through its phases and passes', () => {
    const run = new Driven().toInjecting().live('a');
    expect(run.state.phase).toBe('holding');
    run.after(1000);
    expect(faultOf(run.state, 'a').status).toBe('undoing');
    run.send({ type: 'undone', fault: 'a', undoMs: 1, verifyMs: 1, attempts: 1 });
    expect(run.state).toMatchObject({
      phase: 'concluded',
      verdict: 'pass',
      cleanup: 'clean',
      recovered: true,
    });
  });

  test('does not inject anything where the baseline is not steady', () => {
    const run = new Driven();
    run.view = { ...steady, judge: () => judged('fail') };
    run.toInjecting();
    expect(run.types()).not.toContain('fault.due');
    expect(run.state).toMatchObject({
      phase: 'concluded',
      verdict: 'inconclusive',
      cleanup: 'clean',
      aborted: { reason: 'baseline' },
    });
  });

  test('undoes at once on a breach, in reverse order', () => {
    const run = new Driven(aPlan([aFault('a'), aFault('b')])).toInjecting().live('a').live('b');
    const events = run.send({ type: 'breach', breach });
    expect(events.map((event) => event.type)).toEqual(['run.aborted', 'phase.entered', 'fault.undo-started']);
    expect(faultOf(run.state, 'b').status).toBe('undoing');
    run.send({ type: 'undone', fault: 'b', undoMs: 1, verifyMs: 1, attempts: 1 });
    expect(faultOf(run.state, 'a').status).toBe('undoing');
  });

  test('an undo that hangs keeps the ones before it waiting for a second only', () => {
    const run = new Driven(aPlan([aFault('a'), aFault('b')])).toInjecting().live('a').live('b');
    run.send({ type: 'breach', breach });
    expect(nextTickMs(run.state)).toBe(run.nowMs + 1000);
    run.after(1000);
    expect(faultOf(run.state, 'a').status).toBe('undoing');
  });

  test('a fault prepared after the abort is never armed', () => {
    const run = new Driven().toInjecting();
    run.send({ type: 'breach', breach });
    run.send({ type: 'prepared', fault: 'a', undo: {}, endsByItself: true });
    expect(run.types()).not.toContain('fault.armed');
    expect(run.state).toMatchObject({ phase: 'concluded', verdict: 'fail', cleanup: 'clean' });
  });

  test('what cannot be undone is told as dirty', () => {
    const run = new Driven().toInjecting().live('a');
    run.after(1000);
    run.send({ type: 'undo-gave-up', fault: 'a', found: 'still there', unverified: false });
    expect(run.state).toMatchObject({ phase: 'concluded', cleanup: 'dirty' });
  });

  test('what could not be read back is told as unverified, unless something was seen to be left', () => {
    const run = new Driven(aPlan([aFault('a'), aFault('b')])).toInjecting().live('a').live('b');
    run.after(1000);
    run.send({ type: 'undo-gave-up', fault: 'b', found: 'no answer', unverified: true });
    const dirty = structuredClone(run.state);
    run.send({ type: 'undo-gave-up', fault: 'a', found: 'no answer', unverified: true });
    expect(run.state).toMatchObject({ phase: 'concluded', cleanup: 'unverified' });
    run.state = dirty;
    run.send({ type: 'undo-gave-up', fault: 'a', found: 'still there', unverified: false });
    expect(run.state.cleanup).toBe('dirty');
  });

  test('a fault that follows another starts when that one is gone', () => {
    const run = new Driven(aPlan([aFault('a'), aFault('b', { after: ['a'], delayMs: 500 })]))
      .toInjecting()
      .live('a');
    expect(faultOf(run.state, 'b').status).toBe('waiting');
    run.after(1000);
    run.send({ type: 'undone', fault: 'a', undoMs: 1, verifyMs: 1, attempts: 1 });
    expect(run.state.phase).toBe('injecting');
    run.after(499);
    expect(faultOf(run.state, 'b').status).toBe('waiting');
    run.after(1);
    expect(faultOf(run.state, 'b').status).toBe('due');
  });

  test('a ramp grows in equal steps', () => {
    const run = new Driven(aPlan([aFault('a', { ramp: { overMs: 400, steps: 5 } })])).toInjecting().live('a');
    expect(faultOf(run.state, 'a').share).toBe(0.2);
    const shares = [100, 100, 100, 100].map((ms) => (run.after(ms), faultOf(run.state, 'a').share));
    expect(shares).toEqual([0.4, 0.6, 0.8, 1]);
  });

  test('a takeover undoes what may be in place and ends as an error', () => {
    const run = new Driven(aPlan([aFault('a'), aFault('b', { delayMs: 60_000 })])).toInjecting().live('a');
    run.send({ type: 'take-over', owner: { pid: 2, host: 'h' }, message: 'owner gone' });
    expect(faultOf(run.state, 'a').status).toBe('undoing');
    run.send({ type: 'undone', fault: 'a', undoMs: 1, verifyMs: 1, attempts: 1 });
    expect(run.state).toMatchObject({
      phase: 'concluded',
      verdict: 'error',
      cleanup: 'clean',
      aborted: { reason: 'owner-lost' },
    });
  });

  test('an alert that had its time and did not fire is missed; one that had less is infeasible', () => {
    const alert = { name: 'A', withinMs: 800, probe: 'p', gap: aPlan([]).recovery.gap, at: '' };
    const plan = aPlan([aFault('a')], { alerts: [alert, { ...alert, name: 'B', withinMs: 5000 }] });
    const run = new Driven(plan).toInjecting().live('a');
    run.after(1000);
    run.send({ type: 'undone', fault: 'a', undoMs: 1, verifyMs: 1, attempts: 1 });
    expect(run.state.alerts).toEqual({ A: 'missed', B: 'infeasible' });
    expect(run.state.verdict).toBe('fail');
  });

  test('an alert that fires after its time is missed, with the time; its probe looks every 100 ms', () => {
    const alert = { name: 'A', withinMs: 800, probe: 'p', gap: aPlan([]).recovery.gap, at: '' };
    const firing = (afterMs: number): Driven => {
      const run = new Driven(aPlan([aFault('a')], { alerts: [alert] })).toInjecting().live('a');
      run.nowMs += afterMs;
      run.send({ type: 'alert-fired', alert: 'A' });
      return run;
    };
    expect(firing(900).state.alerts).toEqual({ A: 'fired' });
    const late = firing(901);
    expect(late.state.alerts).toEqual({ A: 'missed' });
    expect(late.events.find(({ type }) => type === 'alert.missed')).toMatchObject({
      message: 'did not fire within 800 ms (only after 901 ms)',
      afterMs: 901,
    });
  });
});

const ids = ['a', 'b', 'c'];
const outcome = fc.constantFrom<RunCommand['type']>(
  'tick',
  'prepared',
  'prepare-failed',
  'injected',
  'inject-failed',
  'undone',
  'undo-gave-up',
  'breach',
  'take-over',
  'alert-fired',
);
const step = fc.record({
  type: outcome,
  unverified: fc.boolean(),
  fault: fc.constantFrom(...ids),
  waitMs: fc.integer({ min: 0, max: 1500 }),
});

interface Step {
  readonly type: RunCommand['type'];
  readonly fault: string;
  readonly unverified: boolean;
}

function command({ type, fault, unverified }: Step): RunCommand {
  const more = {
    undo: {},
    endsByItself: false,
    message: 'm',
    found: 'f',
    unverified,
    tookMs: 1,
    undoMs: 1,
    verifyMs: 1,
    attempts: 1,
    attempt: 1,
  };
  return { type, fault, alert: 'A', breach, owner: { pid: 2, host: 'h' }, ...more };
}

describe('for every interleaving', () => {
  const plan = aPlan([aFault('a'), aFault('b', { after: ['a'] }), aFault('c', { delayMs: 300 })]);

  test('what was armed is undone or told as left, and nothing is armed after an abort', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const run = new Driven(plan).toInjecting();
        for (const one of steps) {
          run.nowMs += one.waitMs;
          run.send(command(one));
        }
        settle(run);
        expect(run.state.phase).toBe('concluded');
        const armed = run.events.filter((event) => event.type === 'fault.armed').map((event) => event.fault);
        for (const id of armed) expect(['undone', 'left']).toContain(faultOf(run.state, id).status);
        const left = ids.filter((id) => faultOf(run.state, id).status === 'left');
        const seen = left.filter((id) => !faultOf(run.state, id).unverified);
        expect(run.state.cleanup).toBe(
          left.length === 0 ? 'clean' : seen.length > 0 ? 'dirty' : 'unverified',
        );
        const abortAt = run.events.findIndex((event) => event.type === 'run.aborted');
        if (abortAt >= 0) expect(run.types().slice(abortAt)).not.toContain('fault.armed');
        expect(new Set(armed).size).toBe(armed.length);
      }),
      { numRuns: 1000 },
    );
  });
});

/** Lets time pass and every effect that is asked for succeed, until the run ends. */
function settle(run: Driven): void {
  for (let round = 0; round < 200 && run.state.phase !== 'concluded'; round += 1) {
    for (const id of ids) {
      const { status } = faultOf(run.state, id);
      if (status === 'due') run.send({ type: 'prepared', fault: id, undo: {}, endsByItself: true });
      if (status === 'armed') run.send({ type: 'injected', fault: id, tookMs: 1 });
      if (status === 'undoing') run.send({ type: 'undone', fault: id, undoMs: 1, verifyMs: 1, attempts: 1 });
    }
    run.after(Math.max(1, (nextTickMs(run.state) ?? run.nowMs) - run.nowMs));
  }
  expect(ids.every((id) => hasEnded(faultOf(run.state, id)) && !mayBeInPlace(faultOf(run.state, id)))).toBe(
    true,
  );
}
