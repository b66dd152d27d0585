// Where things go that cannot stay where they were asked for. Never a shared temporary folder: programs are run from here.
import os from 'node:os';
import path from 'node:path';
import type { Account } from './server.account.ts';

/** A folder that only this user (for root: root alone) can write to, and that the account can enter. */
export function privateRoot(account: Account | undefined): string {
  return account === undefined
    ? path.join(os.homedir(), '.cache', 'muster', 'postgres')
    : '/var/lib/muster/postgres';
}
