// PostgreSQL refuses to run as root: as root it is given the account `postgres`, else `nobody`. What that account is to
// read must be reachable by it, which the permission bits of every parent folder decide.
import { chownSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Who runs the server; undefined: the user of this process, who is not root. */
export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  return { uid: 65534, gid: 65534 };
}

/** Hands a folder or file to the account that runs the server. */
export function giveTo(account: Account | undefined, file: string): void {
  if (account !== undefined) chownSync(file, account.uid, account.gid);
}

/** Whether the account may enter the folder, or for a file read it. Access control lists are not looked at. */
export function isReachableBy(account: Account | undefined, file: string): boolean {
  if (account === undefined) return true;
  const real = realpathSync(file);
  if (!isAllowed(account, real, 0o5)) return false;
  for (let parent = path.dirname(real); ; parent = path.dirname(parent)) {
    if (!isAllowed(account, parent, 0o1)) return false;
    if (parent === path.dirname(parent)) return true;
  }
}

function isAllowed(account: Account, file: string, bits: number): boolean {
  const { uid, gid, mode } = statSync(file);
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
  return ((mode >> shift) & bits) === bits;
}
