// JUnit XML that any CI can read: parsed again, with counts that agree.
import { describe, expect, test } from '@jest/globals';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { renderJunit, type RunReport } from '#report';
import { aGap, aPlan, aProbe } from '../plan.spec-support.ts';
import { behaves, reportOf, reportOn, scenarios } from '../report.spec-support.ts';

interface Case {
  readonly name: string;
  readonly failure?: { readonly message: string; readonly type: string; readonly '#text': string };
  readonly error?: unknown;
  readonly skipped?: unknown;
}
interface Suite {
  readonly name: string;
  readonly tests: string;
  readonly failures: string;
  readonly errors: string;
  readonly skipped: string;
  readonly testcase: readonly Case[];
}

async function suitesOf(reports: readonly RunReport[]): Promise<readonly Suite[]> {
  const xml = await renderJunit(reports);
  expect(XMLValidator.validate(xml)).toBe(true);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray: (name) => name === 'testsuite' || name === 'testcase',
  });
  return (parser.parse(xml) as { testsuites: { testsuite: readonly Suite[] } }).testsuites.testsuite;
}

describe('a suite', () => {
  test.each(Object.keys(scenarios) as (keyof typeof scenarios)[])(
    'of a run that was %s counts what it holds',
    async (name) => {
      const report = await reportOn(name);
      const [suite] = await suitesOf([report]);
      const count = (key: 'failure' | 'error' | 'skipped') =>
        suite?.testcase.filter((one) => key in one).length;
      expect(Number(suite?.tests)).toBe(report.expectations.length + 1);
      expect([suite?.failures, suite?.errors, suite?.skipped].map(Number)).toEqual([
        count('failure'),
        count('error'),
        count('skipped'),
      ]);
      const isGreen = report.result.verdict === 'pass' && report.result.cleanup === 'clean';
      expect(Number(suite?.failures) + Number(suite?.errors) === 0).toBe(isGreen);
    },
  );

  test('fails with the gap, its owner and the closing command', async () => {
    const [suite] = await suitesOf([await reportOn('failed')]);
    const failed = suite?.testcase.find((one) => one.failure?.type === 'SEV2');
    expect(failed?.failure?.message).toBe(
      'checkout has no timeout on payments: 40/40, p99 latency 640 ms (limit 400 ms)',
    );
    expect(failed?.failure?.['#text']).toContain('owner:    team-checkout, due 2026-12-07');
    expect(failed?.failure?.['#text']).toContain('close:    muster run experiments/slow-payments');
  });

  test('for each run', async () => {
    const suites = await suitesOf([await reportOn('failed'), await reportOn('passed')]);
    expect(suites.map(({ failures }) => failures)).toEqual(['3', '0']);
  });
});

test('names that are no XML are told as far as XML allows', async () => {
  const name = ']]> & <b> "quoted" \u0000\u0007\u001b[31m \ufffe 日本語';
  const plan = aPlan({
    title: name,
    hypothesis: name,
    probes: [aProbe({ name, gap: aGap({ title: name, fix: name }) })],
  });
  const [suite] = await suitesOf([await reportOf(plan, behaves(640))]);
  expect(suite?.testcase.some((one) => one.name.includes('日本語'))).toBe(true);
  expect(await renderJunit([await reportOf(plan, behaves(640))])).not.toMatch(
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe]/,
  );
});
