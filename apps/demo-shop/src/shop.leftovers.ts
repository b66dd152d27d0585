// One shop per state folder, and nothing of an earlier one: what its `start` could not end (it was killed, and a role was
// paused or killed with it) is ended here. A pid counts only while its command line is that of a role of this folder.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { stopPostgres } from '#postgres';

interface Owner {
  readonly pid: number;
  readonly command: string;
}

const POLL_MS = 20;
const KILLED_MS = 2000;

export const pidFolder = (stateDir: string): string => path.join(stateDir, 'pids');
export const databaseFolder = (stateDir: string): string => path.join(stateDir, 'database');
const ownerFile = (stateDir: string): string => path.join(stateDir, 'owner.json');

/** Makes this process the owner of the folder. @throws Error when a living process is */
export function claim(stateDir: string): void {
  mkdirSync(stateDir, { recursive: true });
  const owner = ownerOf(stateDir);
  if (owner !== undefined && owner.pid !== process.pid) {
    throw new Error(
      `A shop runs in ${stateDir} already (pid ${owner.pid}).\nNext: stop it (kill ${owner.pid}), or give another --state-dir.`,
    );
  }
  rmSync(ownerFile(stateDir), { force: true });
  const claimed: Owner = { pid: process.pid, command: commandLine(process.pid) };
  // Of two that start at once, one finds the other's file here.
  writeFileSync(ownerFile(stateDir), JSON.stringify(claimed), { flag: 'wx' });
}

/** undefined: nobody, or somebody who has ended. */
function ownerOf(stateDir: string): Owner | undefined {
  if (!existsSync(ownerFile(stateDir))) return undefined;
  try {
    const owner = JSON.parse(readFileSync(ownerFile(stateDir), 'utf8')) as Owner;
    return commandLine(owner.pid) === owner.command && owner.command !== '' ? owner : undefined;
  } catch {
    return undefined;
  }
}

export function release(stateDir: string): void {
  rmSync(ownerFile(stateDir), { force: true });
}

/** Ends every role of the folder that still lives after the grace, paused ones too. */
export async function endRoles(stateDir: string, graceMs: number): Promise<void> {
  const graceOverMs = performance.now() + graceMs;
  while (livingRoles(stateDir).length > 0 && performance.now() < graceOverMs) await delay(POLL_MS);
  for (const pid of livingRoles(stateDir)) process.kill(pid, 'SIGKILL');
  const giveUpMs = performance.now() + KILLED_MS;
  while (livingRoles(stateDir).length > 0 && performance.now() < giveUpMs) await delay(POLL_MS);
}

/** Ends what an earlier shop of this folder left, its PostgreSQL too. */
export async function endLeftovers(stateDir: string): Promise<void> {
  await endRoles(stateDir, 0);
  await stopPostgres({ dataDir: databaseFolder(stateDir) });
  rmSync(pidFolder(stateDir), { recursive: true, force: true });
}

function livingRoles(stateDir: string): number[] {
  const folder = pidFolder(stateDir);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.pid'))
    .map((file) => ({ name: path.basename(file, '.pid'), pid: readPid(path.join(folder, file)) }))
    .filter(({ name, pid }) => pid > 0 && pid !== process.pid && isRole(pid, name, stateDir))
    .map(({ pid }) => pid);
}

function readPid(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return Number.NaN;
  }
}

function isRole(pid: number, name: string, stateDir: string): boolean {
  return commandLine(pid).endsWith(` role ${name} ${stateDir}`);
}

/** Empty for a process that has ended. */
function commandLine(pid: number): string {
  if (process.platform !== 'linux') {
    return spawnSync('ps', ['-ww', '-p', String(pid), '-o', 'command='])
      .stdout.toString()
      .trim();
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}
