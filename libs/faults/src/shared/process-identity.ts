// Which process a fault harms: its pid and start time, so that a reused pid is never taken for it.
import { type Capabilities, MusterError, type ProcessState } from '#core';

export type ProcessIdentity = { readonly pid: number; readonly startedAt: string };

/** @throws MusterError MUS2014 where it does not run, or stands still already */
export async function requireRunning(on: Capabilities['process'], name: string): Promise<ProcessIdentity> {
  const state = await on.state();
  const identity = identityOf(state);
  if (identity === undefined) throw new MusterError('MUS2014', `process ${name} is not running`);
  if (state.stopped) {
    throw new MusterError('MUS2014', `process ${name} (pid ${identity.pid}) is stopped already`);
  }
  return identity;
}

/** undefined: not running. */
export function identityOf({ pid, startedAt }: ProcessState): ProcessIdentity | undefined {
  return pid === undefined || startedAt === undefined ? undefined : { pid, startedAt };
}

export function isSame(state: ProcessState, identity: ProcessIdentity): boolean {
  return state.pid === identity.pid && state.startedAt === identity.startedAt;
}
