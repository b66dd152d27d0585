// Who may write the journal of a run. Each owner has a file of its own, `lock.<fence>`, linked into place complete and
// never removed: of two who claim the same fence one fails, and the highest fence is the owner. An old owner sees that
// it is one by the file of its successor.
import { existsSync } from 'node:fs';
import { link, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MusterError } from '#core';
import { isCode, onDisk, syncFolder } from './disk.ts';
import { isAlive, ownIdentity, type ProcessIdentity } from './process-identity.ts';

export interface RunLock {
  readonly fence: number;
  /** A cheap look at the disk. */
  isLost(): boolean;
  release(): Promise<void>;
}

interface Owner extends ProcessIdentity {
  readonly released: boolean;
}

/** For a run that nobody else can see yet. */
export async function firstLock(folder: string): Promise<void> {
  await writeFile(lockFile(folder, 1), JSON.stringify({ ...(await ownIdentity()), fence: 1 }));
}

/** Takes the next fence. @throws MusterError MUS3001: a living process is the owner, or was quicker just now */
export async function claimLock(folder: string): Promise<RunLock> {
  const run = path.basename(folder);
  const { fence, owner } = await latestLock(folder);
  if (owner !== undefined)
    throw new MusterError('MUS3001', `run ${run} is held by living process ${owner.pid}`);
  const own = { ...(await ownIdentity()), fence: fence + 1 };
  const draft = path.join(folder, `.lock.${own.pid}.${Math.random().toString(36).slice(2)}`);
  await onDisk(`lock of run ${run}`, async () => {
    await writeFile(draft, JSON.stringify(own));
    try {
      await link(draft, lockFile(folder, own.fence));
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
      throw new MusterError('MUS3001', `run ${run} was taken over by another process just now`);
    } finally {
      await rm(draft, { force: true });
    }
    await syncFolder(folder);
  });
  return heldLock(folder, own.fence);
}

export function heldLock(folder: string, fence: number): RunLock {
  const successor = lockFile(folder, fence + 1);
  return {
    fence,
    isLost: () => existsSync(successor),
    async release() {
      const file = lockFile(folder, fence);
      const draft = `${file}.released`;
      await writeFile(draft, JSON.stringify({ ...(await ownIdentity()), fence, released: true }));
      await rename(draft, file);
    },
  };
}

/** The living owner, if there is one. */
export async function ownerOf(folder: string): Promise<ProcessIdentity | undefined> {
  return (await latestLock(folder)).owner;
}

async function latestLock(folder: string): Promise<{ fence: number; owner: ProcessIdentity | undefined }> {
  const names = await readdir(folder);
  const fence = Math.max(0, ...names.map((name) => Number(/^lock\.(\d+)$/.exec(name)?.[1] ?? 0)));
  if (fence === 0) return { fence, owner: undefined };
  const owner = parseOwner(await readFile(lockFile(folder, fence), 'utf8'));
  const holds = owner !== undefined && !owner.released && (await isAlive(owner));
  return { fence, owner: holds ? owner : undefined };
}

/** undefined: a power cut left the file without its content; whoever wrote it is gone. */
function parseOwner(text: string): Owner | undefined {
  try {
    const { pid, startedAt, released } = JSON.parse(text) as Owner;
    return { pid, startedAt, released };
  } catch {
    return undefined;
  }
}

const lockFile = (folder: string, fence: number): string => path.join(folder, `lock.${fence}`);
