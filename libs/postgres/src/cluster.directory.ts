// The data folder: `cluster` (the data itself, or a link to it), `password`, `postgres.log`. The cluster appears complete
// or not at all, so a starter that was killed half-way or raced by another leaves nothing that cannot be used.
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Binaries } from './binaries.search.ts';
import { PostgresError } from './postgres.error.ts';
import { privateRoot } from './private.root.ts';
import { runProgram } from './program.ts';
import { type Account, giveTo, isReachableBy } from './server.account.ts';

export interface DataFolder {
  readonly cluster: string;
  readonly password: string;
  readonly log: string;
}

/** Role and first database of every cluster. */
export const SUPERUSER = 'postgres';

export function dataFolder(dataDir: string): DataFolder {
  const at = path.resolve(dataDir);
  return {
    cluster: path.join(at, 'cluster'),
    password: path.join(at, 'password'),
    log: path.join(at, 'postgres.log'),
  };
}

/** The major version that wrote the data; undefined: there is none yet. */
export function clusterMajor({ cluster }: DataFolder): number | undefined {
  const file = path.join(cluster, 'PG_VERSION');
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : undefined;
}

export interface ClusterRequest {
  readonly folder: DataFolder;
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  /** Leaves the new files to the system to write when it likes. */
  readonly isThrowAway: boolean;
}

/** Makes the cluster unless it is there. @throws PostgresError failed, unreachable */
export async function provideCluster(request: ClusterRequest): Promise<void> {
  const { folder, account } = request;
  if (clusterMajor(folder) !== undefined) return;
  const parent = path.dirname(folder.cluster);
  // A fresh private folder (mkdtemp's) becomes the account's; root may enter it still.
  if (readdirSync(parent).length === 0) giveTo(account, parent);
  if (isReachableBy(account, parent)) return initialise(request, parent);
  const elsewhere = privateRoot(account);
  try {
    mkdirSync(elsewhere, { recursive: true, mode: 0o755 });
  } catch (error) {
    throw new PostgresError(
      'unreachable',
      `PostgreSQL does not run as root, and the account that it gets instead cannot enter ${parent}; ${elsewhere} could not be made: ${(error as Error).message}.`,
      'Put the data folder where every user may enter, or run as an ordinary user.',
    );
  }
  return initialise(request, elsewhere);
}

async function initialise(request: ClusterRequest, home: string): Promise<void> {
  const { folder, account } = request;
  const staging = mkdtempSync(path.join(home, 'new-'));
  try {
    await initdb(request, staging);
    giveTo(account, staging);
    if (home === path.dirname(folder.cluster)) {
      renameSync(path.join(staging, 'cluster'), folder.cluster);
    } else {
      rmSync(folder.cluster, { force: true });
      symlinkSync(path.join(staging, 'cluster'), folder.cluster);
    }
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    // Another starter was quicker: its cluster is as good.
    if (clusterMajor(folder) === undefined) throw error;
  }
  if (path.dirname(realpathSync(folder.cluster)) !== staging)
    rmSync(staging, { recursive: true, force: true });
}

async function initdb(
  { folder, binaries, account, isThrowAway }: ClusterRequest,
  staging: string,
): Promise<void> {
  const passwordFile = path.join(staging, 'password');
  writeFileSync(passwordFile, providePassword(folder), { mode: 0o600 });
  giveTo(account, passwordFile);
  giveTo(account, staging);
  const args = [
    ...['-D', path.join(staging, 'cluster'), '-U', SUPERUSER, '-E', 'UTF8', '--locale=C'],
    ...['--auth-local=trust', '--auth-host=scram-sha-256', `--pwfile=${passwordFile}`],
    ...(isThrowAway ? ['--no-sync'] : []),
  ];
  const { exitCode, output } = await runProgram({ program: binaries.initdb, args, account });
  rmSync(passwordFile);
  if (exitCode === 0) return;
  const next = 'Read the lines above; most often the disk is full or the folder is not writable.';
  throw new PostgresError('failed', `initdb could not make ${folder.cluster}:\n${output.trim()}`, next);
}

/** The password of the superuser over TCP; made once. */
export function providePassword({ password }: DataFolder): string {
  if (!existsSync(password)) {
    writeFileSync(password, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'a' });
    chmodSync(password, 0o600);
  }
  return readFileSync(password, 'utf8');
}
