// Finds the programs of PostgreSQL: those of the system (PATH, then the folders of distributions), else those of the
// npm package. A candidate counts only after it told its version: a `postgres` on PATH may be anybody's wrapper.
import { existsSync, globSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { npmBinaries } from './npm.binaries.ts';
import { PostgresError } from './postgres.error.ts';
import { runProgram } from './program.ts';
import type { Account } from './server.account.ts';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly major: number;
  readonly source: 'system' | 'npm';
}

export interface BinariesSearch {
  readonly account: Account | undefined;
  /** The version that wrote the data; undefined: there is no data yet. */
  readonly major: number | undefined;
  /** `system` or `npm` allow only these; default: the environment variable MUSTER_POSTGRES, else both. */
  readonly choice?: string | undefined;
  /** Folders that may hold postgres and initdb. */
  readonly systemFolders?: readonly string[];
  readonly npmPackage?: string;
}

const MIN_MAJOR = 13;
const PACKAGED = ['/usr/lib/postgresql/*/bin', '/usr/pgsql-*/bin', '/opt/homebrew/opt/postgresql*/bin'];

/** @throws PostgresError no-binaries, wrong-version */
export async function findBinaries(search: BinariesSearch): Promise<Binaries> {
  const choice = search.choice ?? process.env['MUSTER_POSTGRES'] ?? '';
  if (!['', 'system', 'npm'].includes(choice)) {
    const problem = `MUSTER_POSTGRES is "${choice}"; it can be "system" or "npm".`;
    throw new PostgresError('no-binaries', problem, 'Set it to one of the two, or unset it.');
  }
  const tried: string[] = [];
  const passed: number[] = [];
  for await (const found of candidates(search, choice, tried)) {
    if (search.major === undefined || found.major === search.major) return found;
    passed.push(found.major);
  }
  if (passed.length === 0) throw nothingFound(tried, choice);
  throw new PostgresError(
    'wrong-version',
    `The data was written by PostgreSQL ${search.major}; here is PostgreSQL ${passed.join(', ')}.`,
    `Install PostgreSQL ${search.major}, or move the data folder away to start empty.`,
  );
}

async function* candidates(
  search: BinariesSearch,
  choice: string,
  tried: string[],
): AsyncGenerator<Binaries, void> {
  if (choice !== 'npm') {
    for (const folder of new Set(search.systemFolders ?? defaultFolders())) {
      const found = await inspect(folder, search.account, tried);
      if (found !== undefined) yield { ...found, source: 'system' };
    }
  }
  if (choice !== 'system') {
    const npm = npmBinaries(search.account, search.npmPackage);
    if ('problem' in npm) tried.push(npm.problem);
    const found = 'folder' in npm ? await inspect(npm.folder, search.account, tried) : undefined;
    if (found !== undefined) yield { ...found, source: 'npm' };
  }
}

function defaultFolders(): readonly string[] {
  const onPath = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder));
  const newestFirst = PACKAGED.flatMap((pattern) =>
    globSync(pattern).toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true })),
  );
  return [...onPath, ...newestFirst];
}

/** `initdb` must stand beside the real `postgres`, or beside the link to it. */
async function inspect(
  folder: string,
  account: Account | undefined,
  tried: string[],
): Promise<Omit<Binaries, 'source'> | undefined> {
  const link = path.join(folder, 'postgres');
  if (!existsSync(link)) return undefined;
  const postgres = realpathSync(link);
  const initdb = [path.dirname(postgres), folder]
    .map((at) => path.join(at, 'initdb'))
    .find((at) => existsSync(at));
  const refuse = (reason: string): undefined => void tried.push(`${link}: ${reason}`);
  if (initdb === undefined) return refuse('there is no initdb beside it');
  for (const program of [postgres, initdb]) {
    const { exitCode, output } = await runProgram({ program, args: ['--version'], account });
    const [, version] = /\(PostgreSQL\) (\d+)/.exec(output) ?? [];
    if (exitCode !== 0 || version === undefined) return refuse(`${path.basename(program)}: ${output.trim()}`);
    if (Number(version) < MIN_MAJOR) return refuse(`version ${version} is older than ${MIN_MAJOR}`);
    if (program === initdb) return { postgres, initdb: realpathSync(initdb), major: Number(version) };
  }
  return undefined;
}

function nothingFound(tried: readonly string[], choice: string): PostgresError {
  const forced = choice === '' ? '' : ` (MUSTER_POSTGRES=${choice})`;
  const where = tried.length === 0 ? 'none on PATH nor in the usual folders' : tried.join('; ');
  return new PostgresError(
    'no-binaries',
    `No usable PostgreSQL on ${process.platform}-${process.arch}${forced}: ${where}.`,
    'Install PostgreSQL 13 or later (Debian: apt-get install postgresql; macOS: brew install postgresql), or give the address of a running one where a database URL is asked for.',
  );
}
