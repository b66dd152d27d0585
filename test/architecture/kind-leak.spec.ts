// A kind is known by name in its own folder and in the registry, and nowhere else: adding one is one folder and one line.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { faults } from '#faults';
import { probes } from '#probes';
import { drivers } from '#targets';

interface Family {
  readonly name: string;
  readonly kinds: readonly string[];
  /** Where the registry and the kinds are. */
  readonly folder: string;
  /** The entries of the folder that stand for one kind each. */
  readonly listed: () => readonly string[];
}

const foldersOf = (folder: string) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
    .map(({ name }) => name)
    .toSorted();

const FAMILIES: readonly Family[] = [
  {
    name: 'faults',
    kinds: [...faults.keys()],
    folder: 'libs/faults/src',
    listed: () => foldersOf('libs/faults/src'),
  },
  {
    name: 'drivers',
    kinds: [...drivers.keys()],
    folder: 'libs/targets/src',
    listed: () => foldersOf('libs/targets/src'),
  },
  {
    name: 'probes',
    kinds: [...probes.keys()],
    folder: 'libs/probes/src',
    listed: () =>
      readdirSync('libs/probes/src')
        .flatMap((file) => /^(.+)\.probe\.ts$/.exec(file)?.[1] ?? [])
        .toSorted(),
  },
];

/** A capability may have the name of the driver that offers it. */
const capabilities = new Set<string>([...drivers.values()].flatMap(({ offers }) => offers));

/** Words of others that happen to be the name of a kind: OpenAPI has a type of security called http. */
const homonyms = new Set(['apps/api/src/openapi/document.ts knows http']);

/** Source files that ship; a benchmark and a part of the lab choose kinds as an experiment does. */
function sources(): string[] {
  return ['apps', 'libs', 'tools'].flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .map((file) => path.join(root, file))
      .filter(
        (file) =>
          file.endsWith('.ts') &&
          !/\.(spec|spec-support|bench|part|gen)\.ts$|node_modules|^libs\/testkit\//.test(file),
      ),
  );
}

function stringsOf(file: string): Set<string> {
  const strings = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isStringLiteralLike(node)) strings.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest));
  return strings;
}

/** Its folder, its file, or the registry of its family. */
function isHome(file: string, kind: string, { folder }: Family): boolean {
  return (
    file.startsWith(`${folder}/${kind}/`) ||
    file === `${folder}/${kind}.probe.ts` ||
    file === `${folder}/registry.ts`
  );
}

describe.each(FAMILIES)('$name', ({ folder, kinds, listed }) => {
  test('there are some', () => expect(kinds.length).toBeGreaterThan(2));

  test('the registry lists exactly what is in the folder, sorted', () => {
    expect(kinds).toEqual(listed());
  });

  test('one kind costs one import and one entry of the registry', () => {
    const imports = readFileSync(`${folder}/registry.ts`, 'utf8').match(/from '\.\/.+';$/gm);
    expect(imports).toHaveLength(kinds.length);
  });
});

test('no source file knows a kind of somebody else by name', () => {
  const leaks = sources().flatMap((file) => {
    const strings = stringsOf(file);
    return FAMILIES.flatMap((family) =>
      family.kinds
        .filter((kind) => !capabilities.has(kind) && strings.has(kind) && !isHome(file, kind, family))
        .map((kind) => `${file} knows ${kind}`)
        .filter((leak) => !homonyms.has(leak)),
    );
  });
  expect(leaks).toEqual([]);
});

test('a leak would be found', () => {
  const file = 'libs/faults/src/network-latency/network-latency.fault.ts';
  expect(stringsOf(file)).toContain('network-latency');
  expect(isHome(file, 'network-down', FAMILIES[0]!)).toBe(false);
});
