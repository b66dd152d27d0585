// The page of several runs: no gap is lost, the worst is at the top, and every run can be reached.
import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { buildReport, type RunReport, renderGame } from '#report';
import { aGap, aPlan, aProbe } from './plan.spec-support.ts';
import { simulate } from './run.spec-support.ts';

const runOf = (title: string, severity: 'SEV1' | 'SEV3', harmedMs: number): Promise<RunReport> =>
  buildReport(
    simulate(aPlan({ title, probes: [aProbe({ gap: aGap({ title: `gap of ${title}`, severity }) })] }), {
      measure: (_probe, _ms, harmed) => ({ status: 200, latency: harmed ? harmedMs : 20 }),
    }),
    {
      command: 'muster run experiments/x',
      recoverCommand: 'muster recover',
      hash: (text) => createHash('sha256').update(text).digest('hex'),
    },
  );

test('tells all gaps, the worst first, and leads to the page of each run', async () => {
  const reports = await Promise.all([
    runOf('Slow & steady', 'SEV3', 640),
    runOf('Well', 'SEV3', 30),
    runOf('Slower', 'SEV1', 900),
  ]);
  const page = renderGame({
    title: 'Friday',
    runs: reports.map((report, index) => ({ report, href: `${index}/index.html` })),
  });
  expect(page).toContain('<h1>2 gaps in 3 experiments</h1>');
  expect(page).toContain('1 of 3 passed, 0 aborted by a guard. Every fault was undone');
  expect(page.indexOf('gap of Slower')).toBeLessThan(page.indexOf('gap of Slow &amp; steady'));
  expect(page).not.toContain('gap of Well');
  expect(
    [...page.matchAll(/href="(\d\/index\.html)">([^<]+)</g)].map(([, href, title]) => [href, title]),
  ).toEqual([
    ['0/index.html', 'Slow &amp; steady'],
    ['1/index.html', 'Well'],
    ['2/index.html', 'Slower'],
  ]);
  expect(page).not.toMatch(/src=|<script|https?:/);
});
