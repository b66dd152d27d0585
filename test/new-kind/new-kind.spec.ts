// The generators of kinds: one folder and one line, which every check accepts, and a contract that waits to be kept.
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Copy, copySources } from './copy.fixture.ts';

const ADDED = {
  fault: { args: ['fault', 'network-jam'], files: 'libs/faults/src/network-jam/', lib: 'libs/faults/src' },
  probe: {
    args: ['probe', 'queue-depth'],
    files: 'libs/probes/src/queue-depth.probe.',
    lib: 'libs/probes/src',
  },
  driver: { args: ['driver', 'box', 'process'], files: 'libs/targets/src/box/', lib: 'libs/targets/src' },
};
const families = Object.values(ADDED);

let copy: Copy;
let before: Files;
let after: Files;
beforeAll(() => {
  copy = copySources();
  before = copy.files();
  for (const { args } of families) {
    expect(copy.run('tools/new-kind/main.ts', ...args)).toMatchObject({ code: 0 });
  }
  after = copy.files();
}, 60_000);
afterAll(() => copy.remove());

type Files = ReadonlyMap<string, string>;
const changed = (from: Files, to: Files): string[] =>
  [...to.keys()].filter((file) => from.get(file) !== to.get(file));
const touched = (): string[] => changed(before, after);
const silent = { code: 0, output: '' };
const definitionsAndSpecs = (): string[] => touched().filter((file) => file.endsWith('.ts'));

describe.each(families)('$args.0 $args.1', ({ files, lib }) => {
  test('touches its own files and the registry, and nothing else', () => {
    const own = touched().filter((file) => file.startsWith(`${lib}/`));
    expect(own.filter((file) => !file.startsWith(files))).toEqual([`${lib}/registry.ts`]);
    expect(own.length).toBeGreaterThan(2);
  });

  test('costs the registry one import and one entry', () => {
    const words = (text = '') => text.split(/[\s,[\]]+/);
    const known = words(before.get(`${lib}/registry.ts`));
    const fresh = words(after.get(`${lib}/registry.ts`)).filter((word) => !known.includes(word));
    // Its name in the import and in the list, and the file it comes from.
    expect(fresh).toHaveLength(3);
    expect(fresh[0]).toBe(fresh[2]);
  });
});

test('nothing else is touched', () => {
  expect(touched().filter((file) => !families.some(({ lib }) => file.startsWith(`${lib}/`)))).toEqual([]);
});

describe('the checks accept it', () => {
  test('types', () => {
    copy.write(
      'tsconfig.new-kind.json',
      JSON.stringify({
        extends: './tsconfig.base.json',
        compilerOptions: { noEmit: true, incremental: false },
        include: definitionsAndSpecs(),
      }),
    );
    expect(copy.run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.new-kind.json')).toEqual(silent);
  }, 120_000);

  test('style', () => {
    expect(
      copy.run('node_modules/eslint/bin/eslint.js', '--max-warnings=0', ...definitionsAndSpecs()),
    ).toEqual(silent);
  }, 120_000);

  test('format', () => {
    const args = ['format', '--vcs-enabled=false', ...definitionsAndSpecs()];
    expect(copy.run('node_modules/@biomejs/biome/bin/biome', ...args)).toMatchObject({ code: 0 });
  });

  test('import rules', () => {
    const cruiser = 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs';
    const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'err'];
    expect(copy.run(cruiser, ...args, ...families.map(({ lib }) => lib))).toMatchObject({ code: 0 });
  }, 120_000);
});

test('the architecture accepts it, and the contract waits to be kept', () => {
  expect(copy.run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json')).toEqual(silent);
  expect(copy.run('dist/tools/docs/main.js')).toMatchObject({ code: 0 });
  copy.write(
    'jest.new-kind.mjs',
    `import base from './jest.config.mjs';
const { globalSetup, globalTeardown, ...config } = base;
export default config;`,
  );
  const specs = [...definitionsAndSpecs().filter((file) => file.endsWith('.spec.ts')), 'test/architecture/'];
  const args = [
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    '--config',
    'jest.new-kind.mjs',
  ];
  copy.run(...args, '--json', '--outputFile=results.json', ...specs);
  const { testResults } = JSON.parse(copy.read('results.json')) as {
    testResults: { name: string; status: string; message: string }[];
  };
  const failed = testResults.filter(({ status }) => status !== 'passed');
  expect(failed.map(({ name }) => path.relative(copy.root, name)).toSorted()).toEqual(
    specs.slice(0, -1).toSorted(),
  );
  for (const { message } of failed) expect(message).toMatch(/MusterError: .+ yet/);
}, 180_000);

describe('refused', () => {
  test.each([
    [['fault', 'jam'], 'is no name for a fault'],
    [['fault', 'Network-Jam'], 'is no name for a fault'],
    [['fault', '../network-jam'], 'is no name for a fault'],
    [['fault', 'network-jam'], 'exists'],
    [['fault', 'network-hum', 'nothing'], 'no capability "nothing"'],
    [['probe'], 'is no name for a probe'],
    [['thing', 'network-jam'], 'expected fault, probe or driver'],
  ])('%j', (args, why) => {
    const files = copy.files();
    const { code, output } = copy.run('tools/new-kind/main.ts', ...args);
    expect({ code, output }).toEqual({ code: 2, output: expect.stringContaining(why) });
    expect(changed(files, copy.files())).toEqual([]);
  });
});
