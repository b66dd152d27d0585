// Markdown in which nothing that a user wrote becomes markup.
import { expect, test } from '@jest/globals';
import { renderMarkdown } from '#report';
import { aFault, aGap, aPlan, aProbe } from '../plan.spec-support.ts';
import { behaves, reportOf, reportOn } from '../report.spec-support.ts';

test('hostile names stay in their cell, on their line', async () => {
  const name = 'a | b\n# title <script>alert(1)</script> [link](http://x) `code` **bold**';
  const plan = aPlan({
    title: name,
    probes: [aProbe({ name, gap: aGap({ title: name, fix: name }) })],
    faults: [aFault({ id: name, explain: name })],
  });
  const markdown = renderMarkdown(await reportOf(plan, behaves(640)));
  expect(markdown).not.toMatch(/(?<!\\)<script|(?<!\\)\[link|(?<!\\)\*\*bold|^# title/m);
  const cells = (row: string): number => row.replaceAll(/\\\|/g, '').split('|').length;
  const tables = markdown.split('\n\n').filter((block) => block.startsWith('|'));
  for (const table of tables) expect(new Set(table.split('\n').map(cells)).size).toBe(1);
});

test('a command with backticks is still a command', async () => {
  const report = await reportOn('failed');
  const command = 'muster run `pwd`/x';
  expect(renderMarkdown({ ...report, reproduce: { ...report.reproduce, command } })).toContain(
    '`` muster run `pwd`/x ``',
  );
});
