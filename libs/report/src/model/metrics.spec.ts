// Times from the ground truth: the moment the first fault was in place.
import { expect, test } from '@jest/globals';
import { aPlan, aProbe } from '../plan.spec-support.ts';
import { behaves, reportOf, reportOn } from '../report.spec-support.ts';

test('an abort is timed from the first failed measurement to the decision, and to the harm read back as gone', async () => {
  const { metrics, times, result } = await reportOn('aborted');
  expect(metrics.abort).toEqual({
    breachToDecisionMs: (result.aborted?.atMs ?? 0) - (times.t0Ms ?? 0) - (metrics.firstFailureMs ?? 0),
    decisionToUndoneMs: 5,
  });
  expect(metrics.slowestUndoMs).toBe(5);
});

test('recovery counts from the moment the faults were gone', async () => {
  const { metrics } = await reportOn('passed');
  expect(metrics.recovery).toMatchObject({ outcome: 'recovered', limitMs: 10_000 });
  expect((await reportOn('notRecovered')).metrics.recovery).toMatchObject({
    outcome: 'not-recovered',
    limitMs: 1000,
  });
  expect((await reportOn('left')).metrics.recovery).toEqual({ outcome: 'not-examined', limitMs: 10_000 });
});

test('what is left was never gone', async () => {
  expect((await reportOn('left')).metrics).toMatchObject({ slowestUndoMs: undefined });
});

test('without an alert, what Muster saw first is told as such', async () => {
  expect((await reportOf(aPlan(), behaves(640))).metrics.detection).toMatchObject({
    outcome: 'detected',
    how: 'probe',
    by: 'checkout answers',
  });
});

test('a probe that is free to fail while the fault lasts detects nothing', async () => {
  const plan = aPlan({ probes: [aProbe({ during: ['baseline', 'recovery'] })] });
  expect((await reportOf(plan, behaves(640))).metrics.detection).toEqual({
    outcome: 'not-examined',
    why: 'no alert is expected, and the steady state held',
  });
});
