import { describe, expect, test } from '@jest/globals';
import { MusterError, type Plan, type PlannedGuard } from '#core';
import { FakeJournal, FakeTarget, fakePlan, noHelpers, testClock } from './fake-target.spec-support.ts';
import { recoverRun } from './recover-run.ts';
import type { RunInput } from './run-input.ts';
import { startRun } from './start-run.ts';

function input(
  target: FakeTarget,
  plan: Plan,
  journal = new FakeJournal(),
): RunInput & { journal: FakeJournal } {
  return {
    plan,
    journal,
    catalogue: target.catalogue(),
    drivers: new Map([['fake', target.driver()]]),
    helpers: noHelpers,
    secrets: { resolve: async () => '' },
    clock: testClock,
    owner: { pid: 1, host: 'h' },
    musterVersion: '0',
  };
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new TypeError('gave up waiting');
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

const types = (journal: FakeJournal): readonly string[] => journal.records.map(({ event }) => event.type);
const failing: PlannedGuard = {
  rule: 'failing-for',
  name: 'g',
  at: 'x.yaml:9',
  probe: 'p',
  failingForMs: 50,
};

describe('a run', () => {
  test('injects, holds, undoes, reads back, and tells that the hypothesis failed', async () => {
    const target = new FakeTarget();
    const run = input(target, fakePlan());
    const state = await startRun(run).finished;
    expect(state).toMatchObject({ phase: 'concluded', verdict: 'fail', cleanup: 'clean', recovered: true });
    expect(target.broken).toBe(false);
    expect(run.journal.closed).toBe(true);
  });

  test('the undo data is on disk before the harm is done', async () => {
    const target = new FakeTarget();
    const journal = new FakeJournal();
    journal.durableDelayMs = 50;
    const run = startRun(input(target, fakePlan(), journal));
    while (!types(journal).includes('fault.armed')) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(target.calls).toEqual([]);
    await run.finished;
    expect(target.calls[0]).toBe('inject');
  });

  test('a guard ends a hold at once', async () => {
    const target = new FakeTarget();
    const run = input(target, fakePlan({ guards: [failing] }, 60_000));
    const state = await startRun(run).finished;
    expect(state.aborted).toMatchObject({ reason: 'probe-failing', at: 'x.yaml:9' });
    expect(target.broken).toBe(false);
    const told = types(run.journal);
    expect(told[told.indexOf('run.aborted') - 1]).toBe('probe.measured');
  });

  test('an undo that does not help is tried again', async () => {
    const target = new FakeTarget();
    target.failUndos = 3;
    const run = input(target, fakePlan());
    expect((await startRun(run).finished).cleanup).toBe('clean');
    expect(types(run.journal)).toContain('fault.undo-retried');
  });

  test('what cannot be undone is told', async () => {
    const target = new FakeTarget();
    target.failUndos = Number.POSITIVE_INFINITY;
    const plan = fakePlan();
    const state = await startRun(
      input(target, {
        ...plan,
        timing: { ...plan.timing, undoMs: 200 },
        recovery: { ...plan.recovery, withinMs: 100 },
      }),
    ).finished;
    expect(state).toMatchObject({ cleanup: 'dirty', faults: { off: { found: 'still off' } } });
  });

  test('an abort while injecting waits for the injection, then undoes it', async () => {
    const target = new FakeTarget();
    target.injectDelayMs = 100;
    const run = startRun(input(target, fakePlan({}, 60_000)));
    while (!target.calls.includes('inject')) await new Promise((resolve) => setTimeout(resolve, 1));
    run.abort('enough');
    expect(await run.finished).toMatchObject({ cleanup: 'clean', aborted: { reason: 'operator' } });
    expect(target.broken).toBe(false);
  });

  test('without a journal nothing is injected', async () => {
    const target = new FakeTarget();
    const journal = new FakeJournal();
    journal.failAfter = 3;
    const state = await startRun(input(target, fakePlan(), journal)).finished;
    expect(target.calls).toEqual([]);
    expect(state.aborted?.reason).toBe('owner-lost');
  });

  test('what cannot be done here is refused before anything is measured', async () => {
    const target = new FakeTarget();
    target.refusal = new MusterError('MUS2010', 'nobody answers at x:1');
    const run = input(target, fakePlan());
    expect(await startRun(run).finished).toMatchObject({
      verdict: 'error',
      cleanup: 'clean',
      aborted: { reason: 'preflight', code: 'MUS2010', message: 'nobody answers at x:1' },
    });
    expect(types(run.journal)).not.toContain('probe.measured');
  });

  test('a jump of the wall clock aborts, with its own reason', async () => {
    const target = new FakeTarget();
    const run = startRun(input(target, fakePlan({}, 60_000)));
    await until(() => target.broken);
    testClock.jumpedMs = 3_600_000;
    const state = await run.finished;
    testClock.jumpedMs = 0;
    expect(state.aborted).toMatchObject({ reason: 'clock-jumped', measured: expect.any(Number) });
    expect(state).toMatchObject({ verdict: 'inconclusive', cleanup: 'clean' });
    expect(target.broken).toBe(false);
  });

  test('an owner who lost the run does nothing more, not even undo', async () => {
    const target = new FakeTarget();
    const run = input(target, fakePlan({ guards: [failing] }, 60_000));
    const handle = startRun(run);
    const ended = handle.finished.then(
      () => 'finished',
      (error: unknown) => error,
    );
    await until(() => target.calls.includes('inject'));
    run.journal.lost = true;
    expect(await ended).toMatchObject({ code: 'MUS3005' });
    const records = run.journal.records.length;
    handle.abort('too late');
    expect(run.journal.records).toHaveLength(records);
    expect(target.calls).toEqual(['inject']);
  });
});

describe('recovery', () => {
  test('from every prefix of a journal nothing stays broken', async () => {
    const target = new FakeTarget();
    const first = input(target, fakePlan());
    await startRun(first).finished;
    const lifecycle = first.journal.records.filter(({ event }) => !event.type.startsWith('probe.'));
    for (let length = 1; length <= lifecycle.length; length += 1) {
      const prefix = lifecycle.slice(0, length);
      const events = prefix.map(({ event }) => event.type);
      // The worst case: armed means that it may be in place.
      target.broken = events.includes('fault.armed') && !events.includes('fault.undone');
      const journal = new FakeJournal();
      const state = await recoverRun({
        ...input(target, fakePlan(), journal),
        records: (async function* () {
          yield* prefix;
        })(),
      });
      expect({ length, broken: target.broken, cleanup: state.cleanup }).toEqual({
        length,
        broken: false,
        cleanup: 'clean',
      });
    }
  });
});
