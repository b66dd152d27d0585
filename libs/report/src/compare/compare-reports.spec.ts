// Closed by evidence only: what the later run did not examine stays open.
import { describe, expect, test } from '@jest/globals';
import { compareReports, renderComparison, renderComparisonJson } from '#report';
import { aPlan, aProbe } from '../plan.spec-support.ts';
import { behaves, reportOf, reportOn, watched } from '../report.spec-support.ts';

describe('a gap of an earlier run', () => {
  test('is closed where it held, with what was observed', async () => {
    const comparison = compareReports(await reportOn('failed'), await reportOn('passed'));
    expect(comparison.closed.map(({ evidence }) => evidence)).toEqual([
      '40/40, p99 latency 120 ms (limit 400 ms)',
      'fired after 2 s (limit 3 s)',
    ]);
    expect([comparison.open, comparison.new, comparison.notExamined]).toEqual([[], [], []]);
  });

  test('is still open where it failed again', async () => {
    const { open, closed } = compareReports(await reportOn('failed'), await reportOn('failed'));
    expect(open).toHaveLength(2);
    expect(closed).toEqual([]);
  });

  test('is not closed by a run that ended early, that could not look, or that expects something else', async () => {
    const before = await reportOf(watched(3000), behaves(640));
    const early = compareReports(before, await reportOf(watched(3000), { ...behaves(20), abortAtMs: 3000 }));
    expect(early.closed).toEqual([]);
    expect(early.notExamined.map(({ why }) => why)).toEqual([
      expect.stringContaining('but the run was aborted: Ctrl-C'),
      expect.stringContaining('infeasible'),
    ]);
    const renamed = aPlan({ probes: [aProbe({ name: 'the cart answers' })] });
    const other = compareReports(before, await reportOf(renamed, behaves(20)));
    expect(other.closed).toEqual([]);
    expect(other.notExamined[0]?.why).toContain('does not expect this any more');
  });

  test('came back where it was not there before', async () => {
    const comparison = compareReports(await reportOn('passed'), await reportOn('failed'));
    expect(comparison.new.map((gap) => gap.severity)).toEqual(['SEV2', 'SEV3']);
  });
});

describe('told', () => {
  test('as text, with evidence, owner and command', async () => {
    const before = await reportOf(watched(3000), behaves(640));
    const after = await reportOf(watched(3000), behaves(640, 4000));
    expect(renderComparison(compareReports(before, after))).toMatchInlineSnapshot(`
"r-20261123-100411 (fail) -> r-20261123-100411 (fail)

1 closed
  SEV3 CheckoutLatencyHigh did not fire (gap-f26bc80b916a)
    fired after 2 s (limit 3 s)

1 still open
  SEV2 checkout has no timeout on payments (gap-eacb415248fc)
    40/40, p99 latency 640 ms (limit 400 ms)
    owner team-checkout, due 2026-12-07: muster run experiments/slow-payments
"
`);
  });

  test('where there is nothing to tell', async () => {
    const passed = await reportOn('passed');
    expect(renderComparison(compareReports(passed, passed))).toContain('no gap in either run');
  });

  test('as JSON', async () => {
    const comparison = compareReports(await reportOn('failed'), await reportOn('passed'));
    expect(JSON.parse(renderComparisonJson(comparison))).toEqual(JSON.parse(JSON.stringify(comparison)));
  });
});
