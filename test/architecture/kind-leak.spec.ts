// A kind is known by name in its own folder and in the registry, and nowhere else: adding one is one folder and one line.

import { globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
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

const TESTS = /\.(spec|spec-support|gen)\.ts$|^libs\/testkit\//;
/** Write out an experiment, or choose kinds as one does: benchmarks, parts of the lab, the first project of a user. */
const EXPERIMENTS = /\.(bench|part)\.ts$|^apps\/cli\/src\/init\/project-files\.ts$/;

/** Source files that ship, below a root. */
function sources(root: string): string[] {
  return globSync('{apps,libs,tools}/**/*.{ts,tsx,mjs}', {
    cwd: root,
    exclude: (name) => name === 'node_modules',
  }).filter((file) => !TESTS.test(file) && !EXPERIMENTS.test(file));
}

/** Every text in a source file that is not the name of a module. */
function textsOf(file: string): string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node) || ts.isJsxText(node)) {
      texts.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest));
  return texts;
}

/** `process` is a word; `process-kill` is a kind wherever it stands. */
function names(text: string, kind: string): boolean {
  return text === kind || (kind.includes('-') && text.split(/[^\w-]+/).includes(kind));
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

function leaksIn(root: string): string[] {
  return sources(root).flatMap((file) => {
    const texts = textsOf(path.join(root, file));
    return FAMILIES.flatMap((family) =>
      family.kinds
        .filter((kind) => !capabilities.has(kind) && !isHome(file, kind, family))
        .filter((kind) => texts.some((text) => names(text, kind)))
        .map((kind) => `${file} knows ${kind}`)
        .filter((leak) => !homonyms.has(leak)),
    );
  });
}

test('no source file knows a kind of somebody else by name', () => {
  expect(sources('.').length).toBeGreaterThan(150);
  expect(leaksIn('.')).toEqual([]);
});

describe('a leak is found', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'kind-leak-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const plant = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };

  test.each([
    ['an app', 'apps/cli/src/run.command.ts', "if (fault === 'network-down') refuse();"],
    ['a message', 'libs/engine/src/run-loop.ts', "throw new E('use network-down, or wait');"],
    ['a template', 'apps/cli/src/init.command.ts', 'const text = `fault: network-down\nwith: ${x}`;'],
    ['the page of an app', 'apps/web/src/fault.page.tsx', 'const page = <p>network-down</p>;'],
    ['another kind', 'libs/faults/src/network-latency/other.ts', "conflicts = ['network-down'];"],
    ['what kinds share', 'libs/faults/src/shared/toxic.ts', "const special = kind === 'network-down';"],
    ['the registry of another family', 'libs/probes/src/registry.ts', "const x = 'network-down';"],
    ['a tool', 'tools/demo/main.mjs', "const first = 'network-down';"],
  ])('in %s', (_where, file, text) => {
    plant(file, text);
    expect(leaksIn(root)).toEqual([`${file} knows network-down`]);
  });

  test.each([
    ['its own folder', 'libs/faults/src/network-down/x.ts', "const kind = 'network-down';"],
    ['the registry', 'libs/faults/src/registry.ts', "const x = 'network-down';"],
    [
      'the name of a module',
      'libs/faults/src/x.ts',
      "import { a } from './network-down/network-down.fault.ts';",
    ],
    ['a specification', 'libs/engine/src/x.spec.ts', "const kind = 'network-down';"],
    ['a longer word', 'libs/engine/src/x.ts', "const id = 'network-downstream';"],
    ['a word that a kind has for its name', 'libs/engine/src/x.ts', "const text = 'run a command';"],
  ])('%s may name it', (_where, file, text) => {
    plant(file, text);
    expect(leaksIn(root)).toEqual([]);
  });
});
