// The tables in hand-written pages, each between `<!-- generated: name -->` and `<!-- end -->`.
import { readFileSync } from 'node:fs';
import type { CatalogueDescription } from '#core';
import { parametersTable } from './parameters.table.ts';
import { probesTable } from './catalogue.pages.ts';
import { exitCodesTable } from './errors.pages.ts';

type Tables = Readonly<Record<string, string>>;

/** Path -> the page with its tables as they should be. */
export function handWrittenPages({ faults, probes, drivers }: CatalogueDescription): Record<string, string> {
  const inCatalogue = (kind: string) => `[\`${kind}\`](../../docs/generated/probes.md#${kind})`;
  const pages: [path: string, tables: Tables][] = [
    ...faults.map(({ kind, parameters }): [string, Tables] => [
      `libs/faults/src/${kind}/README.md`,
      { parameters: parametersTable(parameters) },
    ]),
    ...drivers.map(({ kind, select, settings }): [string, Tables] => [
      `libs/targets/src/${kind}/README.md`,
      { select: parametersTable(select), settings: parametersTable(settings) },
    ]),
    ['libs/probes/README.md', { probes: probesTable(probes, inCatalogue) }],
    ['README.md', { 'exit codes': exitCodesTable() }],
  ];
  return Object.fromEntries(pages.map(([path, tables]) => [path, withTables(path, tables)]));
}

function withTables(path: string, tables: Tables): string {
  return Object.entries(tables).reduce(
    (text, [name, table]) => {
      const start = `<!-- generated: ${name} -->`;
      const [before, rest] = split(text, start);
      const [, after] = split(rest ?? '', '<!-- end -->');
      if (after === undefined) {
        throw new Error(`${path} lacks the lines ${start} and <!-- end -->`);
      }
      return `${before}${start}\n\n${table}\n\n<!-- end -->${after}`;
    },
    readFileSync(path, 'utf8'),
  );
}

function split(text: string, at: string): [string, string?] {
  const index = text.indexOf(at);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + at.length)];
}
