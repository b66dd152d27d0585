// Conventions that a newcomer would break without a word from anyone: names of files, index files, change log, maps.
import { globSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';

const sources = globSync('{apps,libs,test,tools}/**/*.{ts,tsx,mjs}', {
  exclude: (name) => ['node_modules', 'dist', 'generated'].includes(name),
});
const read = (file: string): string => readFileSync(file, 'utf8');
const foldersIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${folder}/${name}`);

/** `noun-noun.role.ts`; a name that says nothing invites everything. */
function isWellNamed(file: string): boolean {
  const stem = path.basename(file).replace(/\.(ts|tsx|mjs)$/, '');
  const words = stem.split(/[.-]/);
  const empty = ['util', 'utils', 'helpers', 'common', 'manager', 'managers', 'misc'];
  return words.every((word) => /^[a-z0-9]+$/.test(word)) && !empty.includes(words.at(-1) ?? '');
}

describe('names of files', () => {
  test('are words in lower case that say what is in there', () => {
    expect(sources.length).toBeGreaterThan(300);
    expect(sources.filter((file) => !isWellNamed(file))).toEqual([]);
  });

  test.each([
    ['run-loop.ts', true],
    ['http.probe.ts', true],
    ['plan.spec-support.ts', true],
    ['helper-processes.ts', true],
    ['runLoop.ts', false],
    ['Run.ts', false],
    ['string-utils.ts', false],
    ['helpers.ts', false],
    ['run.manager.ts', false],
    ['run_loop.ts', false],
  ])('%s: %s', (name, expected) => expect(isWellNamed(`libs/core/src/${name}`)).toBe(expected));
});

describe('index files', () => {
  const indexes = sources.filter((file) => /^libs\/.*\/index\.ts$/.test(file));

  test('one for each library, none inside of one', () => {
    expect(indexes.toSorted()).toEqual(foldersIn('libs').map((lib) => `${lib}/src/index.ts`));
  });

  test.each(indexes)('%s exports by name, and says what the library is for', (file) => {
    expect(read(file)).not.toMatch(/export \*/);
    expect(read(file)).toMatch(/^\/\/ \S/);
  });
});

describe('CHANGELOG.md', () => {
  const [head = '', unreleased = ''] = read('CHANGELOG.md').split(/^## /m);

  test('starts with what is not released yet', () => {
    expect(head.trim()).toBe('# Changelog');
    expect(unreleased).toMatch(/^Unreleased\n/);
  });

  test('each entry says what it is, and where', () => {
    const entries = read('CHANGELOG.md')
      .split('\n')
      .filter((line) => line.startsWith('- '));
    expect(entries.filter((line) => !/^- (CHANGE|FEATURE|FIX) [a-z-]+(, [a-z-]+)*: \S/.test(line))).toEqual(
      [],
    );
  });
});

describe('maps', () => {
  test.each(foldersIn('apps'))('README.md has %s', (folder) => {
    expect(read('README.md')).toContain(`\`${folder}\``);
  });

  test('no two decisions have one number', () => {
    const numbers = globSync('docs/adr/*.md').map((file) => path.basename(file).slice(0, 4));
    expect(numbers.toSorted()).toEqual([...new Set(numbers)].toSorted());
  });

  test.each(globSync('docs/adr/*.md').toSorted())('%s is numbered and titled', (file) => {
    const [, number = ''] = /^docs\/adr\/0*(\d+)-[a-z0-9-]+\.md$/.exec(file) ?? [];
    const [, title = ''] = new RegExp(`^# ${number}\\. (.+)$`, 'm').exec(read(file)) ?? [];
    expect(title).not.toBe('');
    expect(read(file)).toMatch(/^\*\*Status\*\*: (accepted|superseded by .+)$/m);
  });
});

describe('links', () => {
  const pages = ['*.md', '{apps,docs,experiments,libs}/**/*.md'].flatMap((pattern) => globSync(pattern));

  test.each(pages)('%s leads to files that are there', (page) => {
    const links = [...read(page).matchAll(/(?<!!)\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(
      ([, to = '']) => to,
    );
    const local = links.filter((to) => !/^[a-z]+:/.test(to));
    expect(local.filter((to) => globSync(path.join(path.dirname(page), to)).length === 0)).toEqual([]);
  });
});
