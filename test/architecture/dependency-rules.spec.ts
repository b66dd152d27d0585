// Every import rule of .dependency-cruiser.cjs bites: a small tree that breaks each one, and one that breaks none.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const CONFIG = path.resolve('.dependency-cruiser.cjs');
const CRUISER = path.resolve('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const { forbidden } = createRequire(import.meta.url)(CONFIG) as { forbidden: { name: string }[] };

/** rule, the file that breaks it, the imports in it; "type X" is a type-only import. */
const BROKEN: [rule: string, file: string, ...imports: string[]][] = [
  ['no-circular', 'libs/engine/src/circle-a.ts', './circle-b.ts'],
  ['no-circular', 'libs/engine/src/type-circle-a.ts', 'type ./type-circle-b.ts'],
  ['resolvable', 'libs/engine/src/nowhere.ts', './not-there.ts'],
  ['not-into-dist', 'test/into-dist.ts', '../dist/libs/core/src/index.js'],
  ['not-into-tests', 'libs/engine/src/uses-spec.ts', './some.spec.ts'],
  ['testkit-only-in-tests', 'apps/cli/src/uses-testkit.ts', '#testkit'],
  ['no-dev-packages-in-production', 'libs/engine/src/uses-dev.ts', 'dev-package'],
  ['pure-without-node', 'libs/core/src/uses-fs.ts', 'node:fs'],
  ['pure-without-node', 'libs/spec/src/uses-fs.ts', 'type fs'],
  ['spec-packages', 'libs/spec/src/uses-pg.ts', 'pg'],
  ['core-packages', 'libs/core/src/uses-yaml.ts', 'yaml'],
  ['spec-stands-alone', 'libs/spec/src/uses-core.ts', 'type #core'],
  ['core-sees-spec-only', 'libs/core/src/uses-faults.ts', '#faults'],
  ['leaves-stand-alone', 'libs/proxy/src/uses-core.ts', '#core'],
  ['leaves-stand-alone', 'libs/postgres/src/uses-proxy.ts', '#proxy'],
  ['layers-see-core-and-spec', 'libs/engine/src/uses-faults.ts', '#faults'],
  ['layers-see-core-and-spec', 'libs/faults/src/a/uses-targets.ts', 'type #targets'],
  ['layers-see-core-and-spec', 'libs/targets/src/a/uses-proxy.ts', '#proxy'],
  ['use-cases-above-libs', 'libs/report/src/uses-use-cases.ts', '#use-cases'],
  ['libs-below-apps', 'libs/report/src/uses-app.ts', '../../../apps/cli/src/good.ts'],
  ['apps-stand-alone', 'apps/api/src/uses-cli.ts', '../../cli/src/good.ts'],
  ['libs-by-name-from-libs', 'libs/faults/src/deep-core.ts', '../../core/src/good.ts'],
  ['libs-by-name-from-libs', 'libs/faults/src/index-by-path.ts', '../../core/src/index.ts'],
  ['libs-by-name-from-apps', 'apps/cli/src/deep-faults.ts', '../../../libs/faults/src/a/good.ts'],
  ['no-own-name-inside', 'libs/core/src/uses-own-name.ts', '#core'],
  ['kinds-alone', 'libs/faults/src/a/uses-b.ts', '../b/good.ts'],
  ['kinds-alone', 'libs/targets/src/a/uses-b.ts', 'type ../b/good.ts'],
  ['shared-knows-no-kind', 'libs/faults/src/shared/uses-a.ts', '../a/good.ts'],
  ['probes-alone', 'libs/probes/src/http.probe.ts', './tcp.probe.ts'],
  ['typeorm-in-the-store', 'libs/report/src/uses-typeorm.ts', 'typeorm'],
  ['nest-in-apps', 'libs/engine/src/uses-nest.ts', '@nestjs/common'],
];

/** Allowed imports, one of each kind. */
const GOOD: [file: string, ...imports: string[]][] = [
  ['libs/spec/src/good.ts', 'yaml', 'type zod', 'fastest-levenshtein'],
  ['libs/core/src/good.ts', '#spec', 'zod'],
  ['libs/core/src/good.spec.ts', 'node:fs', '#testkit', 'dev-package', './good.ts'],
  ['libs/faults/src/a/good.ts', '#core', '../shared/good.ts', 'node:fs'],
  ['libs/faults/src/registry.ts', './a/good.ts', './b/good.ts'],
  ['libs/testkit/src/good.ts', '#engine', '#faults', '#proxy'],
  ['libs/store/src/good.ts', 'typeorm', 'pg'],
  ['libs/engine/src/good.ts', '#core', '#spec'],
  ['libs/use-cases/src/good.ts', '#core', '#engine', '#faults', 'node:fs'],
  ['apps/cli/src/good.ts', '#use-cases', '#engine', '#faults', '#proxy', 'node:fs'],
  ['apps/api/src/good.ts', '@nestjs/common', '#engine'],
];

/** Files that the two lists import. */
const PLAIN: [file: string, ...imports: string[]][] = [
  ['libs/engine/src/circle-b.ts', './circle-a.ts'],
  ['libs/engine/src/type-circle-b.ts', 'type ./type-circle-a.ts'],
  ['libs/engine/src/some.spec.ts'],
  ['libs/faults/src/b/good.ts'],
  ['libs/faults/src/shared/good.ts'],
  ['libs/targets/src/b/good.ts'],
  ['libs/probes/src/tcp.probe.ts'],
  ['dist/libs/core/src/index.js'],
  ...['spec', 'core', 'faults', 'targets', 'proxy', 'engine', 'testkit', 'use-cases'].map((lib): [string] => [
    `libs/${lib}/src/index.ts`,
  ]),
];

const PACKAGES = ['yaml', 'zod', 'pg', 'fastest-levenshtein', 'typeorm', '@nestjs/common', 'dev-package'];

let root: string;
let violations: { rule: string; from: string }[];

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'dependency-rules-'));
  writeManifest();
  for (const name of PACKAGES) writePackage(name);
  for (const [file, ...imports] of [...PLAIN, ...GOOD]) writeSource(file, imports);
  for (const [, file, ...imports] of BROKEN) writeSource(file, imports);
  cpSync(CONFIG, path.join(root, '.dependency-cruiser.cjs'));
  violations = cruise();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

function writeManifest(): void {
  const ours = createRequire(import.meta.url)(path.resolve('package.json')) as { imports: object };
  const dependencies = Object.fromEntries(PACKAGES.slice(0, -1).map((name) => [name, '1.0.0']));
  const devDependencies = { 'dev-package': '1.0.0' };
  write(
    'package.json',
    JSON.stringify({ type: 'module', imports: ours.imports, dependencies, devDependencies }),
  );
}

function writePackage(name: string): void {
  write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
  write(`node_modules/${name}/index.js`, '');
}

function writeSource(file: string, imports: readonly string[]): void {
  const lines = imports.map((from, index) =>
    from.startsWith('type ')
      ? `import type { t${index} } from '${from.slice('type '.length)}';\nexport type T${index} = typeof t${index};`
      : `import * as v${index} from '${from}';\nexport const x${index} = v${index};`,
  );
  write(file, `${lines.join('\n')}\nexport const self = '${file}';\n`);
}

function cruise(): { rule: string; from: string }[] {
  const args = [
    CRUISER,
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'json',
    'apps',
    'libs',
    'test',
  ];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser gave no result: ${stderr}`);
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { rule: { name: string }; from: string }[] };
  };
  return summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
}

describe('the import rules', () => {
  test('each rule has a fixture that breaks it', () => {
    const broken = new Set(BROKEN.map(([rule]) => rule));
    expect([...broken].sort()).toEqual(forbidden.map(({ name }) => name).sort());
  });

  test.each(BROKEN)('%s: %s importing %s', (rule, file) => {
    expect(violations).toContainEqual({ rule, from: file });
  });

  test('what is allowed is not refused', () => {
    const good = new Set(GOOD.map(([file]) => file));
    expect(violations.filter(({ from }) => good.has(from))).toEqual([]);
  });
});
