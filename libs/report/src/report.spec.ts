// The outcome of runs as a reader finds it: verdict line, gaps, and nothing that did not happen.
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Plan } from '#core';
import {
  buildReport,
  compareReports,
  type ReportOptions,
  renderComparison,
  renderComparisonJson,
  renderHtml,
  renderJson,
  renderJunit,
  renderMarkdown,
  type RunReport,
} from '#report';
import { aFault, aGap, aGuard, alertProbe, anAlert, aPlan, aProbe } from './plan.spec-support.ts';
import { type Script, simulate } from './run.spec-support.ts';

const options: ReportOptions = {
  command: 'muster run experiments/slow-payments',
  recoverCommand: 'muster recover r-20261123-100411',
  hash: (text) => createHash('sha256').update(text).digest('hex'),
};
const slow: Script = { measure: (_probe, _ms, harmed) => ({ status: 200, latency: harmed ? 640 : 20 }) };
const steady: Script = { measure: () => ({ status: 200, latency: 20 }) };
const reportOf = (plan: Plan, script: Script): Promise<RunReport> =>
  buildReport(simulate(plan, script), options);

describe('a hypothesis that did not hold', () => {
  test('is one gap with numbers, step, owner, date and closing command', async () => {
    const { gaps, result } = await reportOf(aPlan(), slow);
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
      },
    ]);
  });

  test('an abort by SLO burn and the failed judgement of the same probe are one gap', async () => {
    const { gaps, result } = await reportOf(aPlan({ guards: [aGuard] }), slow);
    expect(result.aborted?.reason).toBe('slo-burn');
    expect(gaps).toHaveLength(1);
    expect(gaps[0]?.observed).toMatch(/^checkout-availability burns [\d.]+x >= 28.8x over 2 s/);
  });
});

describe('an alert', () => {
  const watched = (withinMs: number): Plan =>
    aPlan({ probes: [aProbe(), alertProbe], alerts: [anAlert(withinMs)] });
  const firesAt =
    (fromMs: number): Script['measure'] =>
    (probe, ms) =>
      probe.startsWith('alert') ? { body: `"firing":${ms >= fromMs}` } : { status: 200, latency: 20 };

  test('that fired in time is no gap', async () => {
    const { gaps, alerts } = await reportOf(watched(3000), { measure: firesAt(3000) });
    expect(gaps).toEqual([]);
    expect(alerts).toMatchObject([{ outcome: 'fired' }]);
  });

  test('that never fired is one', async () => {
    const { gaps } = await reportOf(watched(3000), { measure: firesAt(60_000) });
    expect(gaps).toMatchObject([{ capability: 'detection', severity: 'SEV3', due: '2026-12-23' }]);
  });

  test('that had no time to fire is told, and is none', async () => {
    const { gaps, alerts } = await reportOf(watched(60_000), { measure: firesAt(60_000) });
    expect(gaps).toEqual([]);
    expect(alerts).toMatchObject([{ outcome: 'infeasible' }]);
  });
});

describe('a fault that is left', () => {
  test('is the worst gap, closed by recovering', async () => {
    const plan = aPlan({ faults: [aFault({ id: 'slow', holdMs: 1000 })] });
    const { gaps, result } = await reportOf(plan, { ...slow, undoHelps: false });
    expect(result.line).toContain('STILL IN PLACE');
    expect(gaps[0]).toMatchObject({
      capability: 'cleanup',
      severity: 'SEV1',
      observed: 'still there: toxic latency on proxy payments',
      due: '2026-11-30',
      closing: { command: 'muster recover r-20261123-100411' },
    });
  });
});

describe('identity of a gap', () => {
  test('stays when files move and titles change', async () => {
    const moved = aPlan({
      file: 'elsewhere.yaml',
      probes: [aProbe({ at: 'elsewhere.yaml:3', gap: aGap({ title: 'other words' }) })],
    });
    const ids = [await reportOf(aPlan(), slow), await reportOf(moved, slow)].map(({ gaps }) => gaps[0]?.id);
    expect(ids[0]).toBe(ids[1]);
  });
});

describe('renderings', () => {
  test('each tells the gap', async () => {
    const report = await reportOf(aPlan(), slow);
    const texts = [
      renderHtml(report),
      renderJson(report),
      await renderJunit([report]),
      renderMarkdown(report),
    ];
    for (const text of texts) expect(text).toContain('checkout has no timeout on payments');
  });
});

describe('two runs', () => {
  test('a gap is closed by a run in which it held', async () => {
    const comparison = compareReports(await reportOf(aPlan(), slow), await reportOf(aPlan(), steady));
    expect(comparison.closed).toHaveLength(1);
    expect(renderComparison(comparison)).toContain('1 closed');
    expect(JSON.parse(renderComparisonJson(comparison))).toMatchObject({ open: [], new: [] });
  });
});
