import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { npmBinaries, usableCopy } from './npm.binaries.ts';
import { runProgram } from './program.ts';
import { serverAccount } from './server.account.ts';

const found = npmBinaries(undefined);
const installed = 'folder' in found ? path.resolve(found.folder, '../..') : '';
const describeIfInstalled = installed === '' ? describe.skip : describe;

describeIfInstalled('the npm package of this platform', () => {
  let folder: string;
  const links = (at: string): string[] =>
    (JSON.parse(readFileSync(path.join(at, 'native/pg-symlinks.json'), 'utf8')) as { target: string }[]).map(
      ({ target }) => path.join(at, target),
    );

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'pg-npm-'));
    cpSync(installed, path.join(folder, 'package'), { recursive: true, verbatimSymlinks: true });
    for (const link of links(path.join(folder, 'package'))) rmSync(link);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('gets the links that npm leaves out when scripts are off', () => {
    const usable = usableCopy(path.join(folder, 'package'), undefined);
    expect(usable).toBe(path.join(folder, 'package'));
    expect(links(usable).filter((link) => !existsSync(link))).toEqual([]);
  });

  it('is copied aside when the account of the server cannot reach it', async () => {
    const root = mkdtempSync(path.join(os.tmpdir(), 'pg-root-'));
    try {
      const nobody = { uid: 65534, gid: 65534 };
      const usable = usableCopy(path.join(folder, 'package'), nobody, path.join(root, 'cache'));
      expect(usable.startsWith(root)).toBe(true);
      expect(usableCopy(path.join(folder, 'package'), nobody, path.join(root, 'cache'))).toBe(usable);
      const program = path.join(usable, 'native/bin/postgres');
      const account = undefined;
      expect((await runProgram({ program, args: ['--version'], account })).output).toMatch(/PostgreSQL\) 18/);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

it('has an account of its own for a server that root starts', () => {
  expect(serverAccount()?.uid).not.toBe(0);
});
