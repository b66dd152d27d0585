// A run with hundreds of probes is still a page: what matters is on it, and the rest is counted.
import { expect, test } from '@jest/globals';
import { renderHtml, renderJson, renderMarkdown, type RunReport } from '#report';
import { reportOn } from '../report.spec-support.ts';
import { selectProbes, selectTimeline } from './selection.ts';

async function reportOfMany(): Promise<RunReport> {
  const report = await reportOn('failed');
  const [probe] = report.probes;
  const probes = Array.from({ length: 500 }, (_, index) => ({
    ...probe!,
    name: index === 499 ? probe!.name : `probe ${index}`,
    failed: index === 450 ? 3 : 0,
  }));
  const timeline = probes.flatMap(({ name }, index) => [
    { atMs: index, seq: index, about: 'probe' as const, tone: 'good' as const, text: name },
  ]);
  return { ...report, probes, timeline: [...timeline, ...report.timeline] };
}

test('charts are those with a gap, then those with failures, then the first', async () => {
  const { shown, leftOut } = selectProbes(await reportOfMany());
  expect(leftOut).toBe(476);
  expect(shown.map(({ name }) => name).slice(-3)).toEqual(['probe 21', 'probe 450', 'checkout answers']);
});

test('the timeline tells what the run did, whatever else is left out', async () => {
  const report = await reportOfMany();
  const { shown } = selectTimeline(report);
  expect(shown).toHaveLength(200);
  const own = (await reportOn('failed')).timeline.filter(({ about }) => about !== 'probe');
  expect(shown).toEqual(expect.arrayContaining([...own]));
});

test('what is left out is said', async () => {
  const report = await reportOfMany();
  for (const text of [renderHtml(report), renderMarkdown(report)])
    expect(text).toContain('476 more probes: see report.json.');
});

test('the JSON leaves nothing out, and each point stands on a line', async () => {
  const report = await reportOfMany();
  const json = renderJson(report);
  expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(report)));
  expect(json).toMatch(/^ *\[-?[\d.]+,20,1\],?$/m);
});
