// The tables in hand-written pages, each between `<!-- generated: name -->` and `<!-- end -->`.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CatalogueDescription } from '#core';
import { code, table } from './markdown.ts';
import { parametersTable } from './parameters.table.ts';
import { probesTable } from './catalogue.pages.ts';

type Tables = Readonly<Record<string, string>>;

/** Path -> the page with its tables as they should be. */
export function handWrittenPages({ faults, probes, drivers }: CatalogueDescription): Record<string, string> {
  const inCatalogue = (kind: string) => `[\`${kind}\`](../../docs/generated/probes.md#${kind})`;
  const pages: [file: string, tables: Tables][] = [
    ...faults.map(({ kind, parameters }): [string, Tables] => [
      `libs/faults/src/${kind}/README.md`,
      { parameters: parametersTable(parameters) },
    ]),
    ...drivers.map(({ kind, select, settings }): [string, Tables] => [
      `libs/targets/src/${kind}/README.md`,
      { select: parametersTable(select), settings: parametersTable(settings) },
    ]),
    ['libs/probes/README.md', { probes: probesTable(probes, inCatalogue) }],
    ['docs/README.md', { decisions: decisionsTable() }],
    ['README.md', { libraries: librariesTable() }],
  ];
  return Object.fromEntries(pages.map(([file, tables]) => [file, withTables(file, tables)]));
}

/** What the first lines of each index.ts say. */
function librariesTable(): string {
  const rows = globSync('libs/*/src/index.ts')
    .toSorted()
    .map((file) => {
      const [comment = ''] = /^(?:\/\/ .+\n)+/.exec(readFileSync(file, 'utf8')) ?? [];
      return [code(path.join(file, '../..')), comment.replaceAll(/^\/\/ /gm, '').trim()];
    });
  return table(['library', 'is'], rows);
}

function decisionsTable(): string {
  const rows = globSync('docs/adr/*.md')
    .toSorted()
    .map((file) => {
      const [, number = '', title = ''] = /^# (\d+)\. (.+)$/m.exec(readFileSync(file, 'utf8')) ?? [];
      const [, status = ''] = /^\*\*Status\*\*: (.+)$/m.exec(readFileSync(file, 'utf8')) ?? [];
      return [number, `[${title}](adr/${path.basename(file)})`, status];
    });
  return table(['', 'decision', 'status'], rows);
}

function withTables(file: string, tables: Tables): string {
  return Object.entries(tables).reduce(
    (text, [name, content]) => {
      const start = `<!-- generated: ${name} -->`;
      const [before, rest] = split(text, start);
      const [, after] = split(rest ?? '', '<!-- end -->');
      if (after === undefined) throw new Error(`${file} lacks the lines ${start} and <!-- end -->`);
      return `${before}${start}\n\n${content}\n\n<!-- end -->${after}`;
    },
    readFileSync(file, 'utf8'),
  );
}

function split(text: string, at: string): [string, string?] {
  const index = text.indexOf(at);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + at.length)];
}
