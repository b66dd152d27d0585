// The outcome of runs as a reader finds it: verdict line, gaps, and nothing that did not happen.
import { describe, expect, test } from '@jest/globals';
import type { RunEventType } from '#core';
import { buildReport } from '#report';
import { aFault, aGap, aGuard, aPlan, aProbe } from './plan.spec-support.ts';
import {
  behaves,
  options,
  reportOf,
  reportOn,
  type Scenario,
  scenarios,
  watched,
} from './report.spec-support.ts';
import { simulate } from './run.spec-support.ts';

describe('a hypothesis that did not hold', () => {
  test('is one gap with numbers, step, owner, date and closing command', async () => {
    const { gaps, result } = await reportOf(aPlan(), behaves(640));
    expect(result.verdict).toBe('fail');
    expect(gaps).toMatchObject([
      {
        capability: 'steady-state',
        severity: 'SEV2',
        title: 'checkout has no timeout on payments',
        expected: 'status = 200, p99 latency <= 400 ms, over each 2 s while the fault lasts',
        observed: '40/40, p99 latency 640 ms (limit 400 ms)',
        runbook: { name: 'payments-slow', stepTitle: 'Resolve' },
        owner: 'team-checkout',
        due: '2026-12-07',
        closing: { command: 'muster run experiments/slow-payments' },
        at: 'experiments/slow-payments/experiment.yaml:11',
      },
    ]);
  });

  test('has evidence: the first failed measurement and the judgement, by event and time', async () => {
    const { gaps, times } = await reportOf(aPlan(), behaves(640));
    const [first, judged] = gaps[0]?.evidence ?? [];
    expect(first?.text).toBe('first failure: latency 640 ms, expected p99 latency <= 400 ms');
    expect(judged?.text).toMatch(/^judged fail: 40\/40/);
    expect(first?.seq).toBeLessThan(judged?.seq ?? 0);
    expect(first?.atMs).toBeGreaterThan(times.t0Ms ?? Number.POSITIVE_INFINITY);
  });

  test('an abort by SLO burn and the failed judgement of the same probe are one gap', async () => {
    const { gaps, result } = await reportOn('aborted');
    expect(result.aborted?.reason).toBe('slo-burn');
    expect(gaps.map((gap) => gap.capability)).toEqual(['steady-state']);
    expect(gaps[0]?.observed).toMatch(/^checkout-availability burns [\d.]+x >= 28.8x over 2 s/);
    expect(gaps[0]?.evidence.map(({ text }) => text.split(':')[0])).toContain('abort');
  });

  test('an abort before there was enough to judge is the same gap', async () => {
    const demanding = aProbe({
      judge: { ...aProbe().judge, atLeast: 1000 },
      during: ['fault'],
    });
    const early = await reportOf(aPlan({ probes: [demanding], guards: [aGuard] }), behaves(640));
    const judged = await reportOf(aPlan(), behaves(640));
    expect(early.gaps.map(({ id }) => id)).toEqual(judged.gaps.map(({ id }) => id));
  });
});

describe('an alert', () => {
  test('that fired in time is no gap', async () => {
    const { gaps, alerts, metrics } = await reportOn('passed');
    expect(gaps).toEqual([]);
    expect(alerts).toMatchObject([{ outcome: 'fired' }]);
    expect(metrics.detection).toMatchObject({ outcome: 'detected', how: 'alert', by: 'CheckoutLatencyHigh' });
  });

  test('that never fired is one, and the time to detect is known only to be longer', async () => {
    const { gaps, metrics } = await reportOf(watched(3000), behaves(120));
    expect(gaps).toMatchObject([{ capability: 'detection', severity: 'SEV3', due: '2026-12-23' }]);
    expect(metrics.detection).toMatchObject({ outcome: 'not-detected', censoredMs: 4000 });
  });

  test('that fired too late is one, and tells when', async () => {
    const { gaps, alerts } = await reportOf(watched(1500), behaves(120, 5000));
    expect(gaps).toMatchObject([
      { capability: 'detection', observed: expect.stringContaining('only after') },
    ]);
    expect(alerts[0]?.firedAfterMs).toBeGreaterThan(1500);
  });

  test('that had no time to fire is told, and is none', async () => {
    const { gaps, alerts, expectations } = await reportOf(watched(60_000), behaves(120));
    expect(gaps).toEqual([]);
    expect(alerts).toMatchObject([{ outcome: 'infeasible' }]);
    expect(expectations.find((one) => one.capability === 'detection')).toMatchObject({
      outcome: 'not-examined',
      observed: 'infeasible: harm lasted 4 s, less than the 1 m that the alert has to fire',
    });
  });
});

describe('a fault that is left', () => {
  test('is the worst gap, closed by recovering; that the system is not steady is not a second one', async () => {
    const { gaps, result } = await reportOn('left');
    expect(result).toMatchObject({ cleanup: 'dirty', line: expect.stringContaining('STILL IN PLACE') });
    expect(gaps.map((gap) => gap.capability)).toEqual(['cleanup', 'steady-state']);
    expect(gaps[0]).toMatchObject({
      severity: 'SEV1',
      observed: 'still there: toxic latency on proxy payments',
      due: '2026-11-30',
      closing: { command: 'muster recover r-20261123-100411' },
    });
  });

  test('or could not be read back, which is said', async () => {
    const { gaps, result, faults } = await reportOn('unverified');
    expect(result).toMatchObject({
      cleanup: 'unverified',
      line: expect.stringContaining('COULD NOT BE READ'),
    });
    expect(gaps[0]?.observed).toMatch(/^could not be read back/);
    expect(faults[0]).toMatchObject({ outcome: 'left', proof: expect.stringContaining('could not be read') });
  });

  test('and put right by another process is no gap', async () => {
    const { gaps, result, reproduce } = await reportOn('takenOver');
    expect(result).toMatchObject({ verdict: 'error', cleanup: 'clean' });
    expect(gaps.filter((gap) => gap.capability === 'cleanup')).toEqual([]);
    expect(reproduce.takenOverBy).toEqual([{ pid: 4812, host: 'ci-runner' }]);
  });
});

describe('a run that ended early', () => {
  test('proves nothing that was not held for the whole time', async () => {
    const { gaps, expectations, result } = await reportOf(aPlan(), { ...behaves(120), abortAtMs: 3000 });
    expect(gaps).toEqual([]);
    expect(result).toMatchObject({ verdict: 'inconclusive', aborted: { reason: 'operator' } });
    expect(expectations[0]).toMatchObject({
      outcome: 'not-examined',
      observed: '19/19, p99 latency 120 ms (limit 400 ms), but the run was aborted: Ctrl-C',
    });
  });

  test('without an end is unfinished, and what may be in place is unverified', async () => {
    const { result, faults, gaps } = await reportOn('unfinished');
    expect(result).toMatchObject({ verdict: 'unfinished', cleanup: 'unverified', phase: 'holding' });
    expect(faults).toMatchObject([{ outcome: 'in-place' }]);
    expect(gaps).toEqual([]);
  });

  test('before anything was injected has no gap', async () => {
    const { gaps, result, metrics } = await reportOn('unsteady');
    expect(gaps).toEqual([]);
    expect(result.line).toBe(
      'Nothing is proven either way: not steady before any fault: checkout answers: 0/40, p99 latency 20 ms (limit 400 ms), e.g. status 500, expected status = 200. Nothing was injected.',
    );
    expect(metrics.detection).toEqual({ outcome: 'not-examined', why: 'nothing was injected' });
  });

  test('because it was blind is a gap of measurement, not of the steady state', async () => {
    const { gaps } = await reportOn('blind');
    expect(gaps.map(({ capability, observed }) => [capability, observed])).toEqual([
      ['measurement', 'no data from checkout answers for 1 s >= 1 s'],
    ]);
  });
});

test('a system that does not recover in time is a gap', async () => {
  const { gaps } = await reportOn('notRecovered');
  expect(gaps.map((gap) => gap.capability)).toEqual(['steady-state', 'recovery']);
  expect(gaps[1]?.expected).toBe('steady again within 1 s after the faults are gone');
});

describe('identity of a gap', () => {
  const gapsOf = async (...scenario: Scenario) => (await reportOf(...scenario)).gaps.map(({ id }) => id);

  test('stays when files move, titles change, and conditions are written in another order', async () => {
    const conditions = aProbe().judge.conditions.toReversed();
    const moved = aPlan({
      file: 'elsewhere.yaml',
      probes: [
        aProbe({
          at: 'elsewhere.yaml:3',
          judge: { ...aProbe().judge, conditions },
          gap: aGap({ title: 'other words', owner: 'team-platform', severity: 'SEV4' }),
        }),
      ],
    });
    expect(await gapsOf(moved, behaves(640))).toEqual(await gapsOf(aPlan(), behaves(640)));
  });

  test('changes with the experiment, the limit and the runbook step', async () => {
    const [status, latency] = aProbe().judge.conditions;
    const conditions = [status!, { ...latency!, limit: 300 }];
    const runbook = { ...aGap().runbook!, step: 'diagnose' };
    const ids = await Promise.all(
      [
        aPlan(),
        aPlan({ experiment: 'another' }),
        aPlan({ probes: [aProbe({ judge: { ...aProbe().judge, conditions } })] }),
        aPlan({ probes: [aProbe({ gap: aGap({ runbook }) })] }),
      ].map((plan) => gapsOf(plan, behaves(640))),
    );
    expect(new Set(ids.flat()).size).toBe(4);
  });

  test('expectations and their gaps share it', async () => {
    const { gaps, expectations } = await reportOn('failed');
    const failed = expectations.filter((one) => one.outcome === 'failed').map(({ id }) => id);
    expect(gaps.map(({ id }) => id).toSorted()).toEqual(failed.toSorted());
  });
});

const eventTypes: Readonly<Record<RunEventType, true>> = {
  'run.planned': true,
  'phase.entered': true,
  'probe.measured': true,
  'probe.skipped': true,
  'probe.judged': true,
  'fault.due': true,
  'fault.armed': true,
  'fault.injected': true,
  'fault.changed': true,
  'fault.inject-failed': true,
  'fault.skipped': true,
  'fault.undo-started': true,
  'fault.undo-retried': true,
  'fault.undone': true,
  'fault.left': true,
  'alert.fired': true,
  'alert.missed': true,
  'alert.infeasible': true,
  'run.aborted': true,
  'run.taken-over': true,
  'run.recovered': true,
  'run.not-recovered': true,
  'run.concluded': true,
};

describe('a journal', () => {
  test('every type of event occurs in these runs', () => {
    const seen = Object.values(scenarios).flatMap(([plan, script]) =>
      simulate(plan, script).map(({ event }) => event.type),
    );
    expect([...new Set(seen)].toSorted()).toEqual(Object.keys(eventTypes).toSorted());
  });

  test('is read one record at a time, from any source', async () => {
    const records = simulate(...scenarios.failed);
    const streamed = (async function* () {
      yield* records;
    })();
    expect(await buildReport(streamed, options)).toEqual(await buildReport(records, options));
  });

  test('without its plan is refused', async () => {
    const [, ...rest] = simulate(...scenarios.failed);
    for (const records of [[], rest]) {
      await expect(buildReport(records, options)).rejects.toMatchObject({ code: 'MUS3002' });
    }
  });

  test('counts skipped ticks', async () => {
    const { counts, probes } = await reportOn('ramped');
    expect(counts.skippedTicks).toBeGreaterThan(5);
    expect(counts.skippedTicks).toBe(probes[0]?.skippedTicks);
  });

  test('a fault whose injection failed is told and undone', async () => {
    const { faults, result } = await reportOn('notInjected');
    expect(result).toMatchObject({
      verdict: 'error',
      cleanup: 'clean',
      aborted: { reason: 'inject-failed' },
    });
    expect(faults[0]?.outcome).toBe('undone');
  });

  test('a second fault that was never due is no gap', async () => {
    const plan = aPlan({
      faults: [aFault(), aFault({ id: 'later', after: ['payments is slow'] })],
      guards: [aGuard],
    });
    const { faults, gaps } = await reportOf(plan, behaves(640));
    expect(faults[1]).toMatchObject({ outcome: 'not-injected' });
    expect(gaps).toHaveLength(1);
  });
});
