// Every rendering of a run that was aborted, one that passed, and one that left something, word for word.
import { describe, test } from '@jest/globals';
import { renderHtml, renderJson, renderJunit, renderMarkdown, type RunReport } from '#report';
import { expectGolden } from '../golden.spec-support.ts';
import { reportOn } from '../report.spec-support.ts';
import { readable } from './html/page.spec-support.ts';

describe.each(['aborted', 'passed', 'left'] as const)('%s', (name) => {
  test('as a page, read from top to bottom', async () => {
    expectGolden(`${name}.page.txt`, readable(renderHtml(await reportOn(name))));
  });

  test('as Markdown', async () => expectGolden(`${name}.md`, renderMarkdown(await reportOn(name))));

  test('as JUnit', async () => expectGolden(`${name}.junit.xml`, await renderJunit([await reportOn(name)])));

  test('as JSON', async () => {
    const report = JSON.parse(renderJson(await reportOn(name))) as RunReport;
    // The points of the charts are numbers without end.
    const probes = report.probes.map(({ series, ...probe }) => ({
      ...probe,
      series: { ...series, points: series.points.slice(0, 1) },
    }));
    expectGolden(`${name}.json`, `${JSON.stringify({ ...report, probes }, null, 2)}\n`);
  });
});
