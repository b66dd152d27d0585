// The folder of the server's unix socket: 0700, the server's own, and short, because a socket's path is limited to 107
// bytes (103 on macOS). Whoever may enter it is let in without a password.
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Account, giveTo, isReachableBy } from './server.account.ts';

const MAX_PATH_BYTES = process.platform === 'linux' ? 107 : 103;
const PREFIX = 'muster-pg-';

/** Makes the folder, or takes the one of an earlier start. */
export function provideSocketFolder(cluster: string, port: number, account: Account | undefined): string {
  const parent = realpathSync(path.dirname(cluster));
  const beside = path.join(parent, 'socket');
  if (fits(beside, port) && isReachableBy(account, parent)) return provide(beside, account);
  const short = `${PREFIX}${createHash('sha256').update(parent).digest('hex').slice(0, 12)}`;
  const temporary = path.join(os.tmpdir(), short);
  const isGood = fits(temporary, port) && isReachableBy(account, os.tmpdir());
  return provide(isGood ? temporary : path.join('/tmp', short), account);
}

/** Takes a temporary folder away; one in the data folder stays. */
export function dropSocketFolder(folder: string): void {
  if (path.basename(folder).startsWith(PREFIX)) rmSync(folder, { recursive: true, force: true });
}

/** The socket's file in its folder; PostgreSQL names it after the port. */
export function socketPath(folder: string, port: number): string {
  return path.join(folder, `.s.PGSQL.${port}`);
}

function fits(folder: string, port: number): boolean {
  return Buffer.byteLength(socketPath(folder, port)) <= MAX_PATH_BYTES;
}

function provide(folder: string, account: Account | undefined): string {
  if (!existsSync(folder)) {
    mkdirSync(folder, { mode: 0o700 });
    giveTo(account, folder);
    return folder;
  }
  if (isOwn(folder, account)) return folder;
  // Somebody else made a folder of this name, perhaps to be handed our socket.
  const fresh = mkdtempSync(folder);
  giveTo(account, fresh);
  return fresh;
}

function isOwn(folder: string, account: Account | undefined): boolean {
  const { uid, mode } = lstatSync(folder);
  return (
    lstatSync(folder).isDirectory() && uid === (account?.uid ?? process.getuid?.()) && (mode & 0o077) === 0
  );
}
