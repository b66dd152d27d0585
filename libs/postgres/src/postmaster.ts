// The running server of a data folder, as its postmaster.pid tells and reality confirms: a process that is PostgreSQL on
// this data, and that answers on its socket.

import { spawnSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { socketPath } from './socket.directory.ts';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly socketDir: string;
  readonly listensOnTcp: boolean;
  readonly isReady: boolean;
}

const POLL_MS = 10;
const ANSWER_MS = 1_000;
// How long a server gets for each way to end, before the next harder one.
const ENDINGS = [
  { signal: 'SIGINT', waitMs: 10_000 },
  { signal: 'SIGQUIT', waitMs: 3_000 },
  { signal: 'SIGKILL', waitMs: 3_000 },
] as const;

/** undefined: nothing runs on this data. The lines of the file are described in PostgreSQL's miscadmin.h. */
export function runningPostmaster(cluster: string): Postmaster | undefined {
  const lines = readLines(path.join(cluster, 'postmaster.pid'));
  const [pid = Number.NaN, port = Number.NaN] = [lines[0], lines[3]].map(Number);
  if (!Number.isInteger(pid) || pid <= 0 || !isPostgresOn(pid, cluster)) return undefined;
  return {
    pid,
    port,
    socketDir: lines[4] ?? '',
    listensOnTcp: (lines[5] ?? '') !== '',
    isReady: lines[7]?.trim() === 'ready',
  };
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** The pid in the file may belong to anyone by now: after a crash, or a restart of the machine. */
function isPostgresOn(pid: number, cluster: string): boolean {
  const command = commandLine(pid);
  return command.includes('postgres') && command.includes(realpathSync(cluster));
}

/** Empty for a process that has ended. */
function commandLine(pid: number): string {
  if (process.platform !== 'linux') {
    return spawnSync('ps', ['-ww', '-p', String(pid), '-o', 'command=']).stdout.toString();
  }
  return (readLines(`/proc/${pid}/cmdline`)[0] ?? '').replaceAll('\0', ' ');
}

/** Whether the server answers on its socket; asks for TLS, which it answers with one byte whatever it is set to. */
export function answers({ socketDir, port }: Postmaster): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path: socketPath(socketDir, port), timeout: ANSWER_MS });
    const end = (isAlive: boolean): void => {
      socket.destroy();
      resolve(isAlive);
    };
    socket.once('connect', () => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])));
    socket.once('data', () => end(true));
    for (const event of ['error', 'timeout', 'close']) socket.once(event, () => end(false));
  });
}

/** Ends the server, its sessions first; harder when it does not obey. */
export async function endPostmaster(cluster: string): Promise<void> {
  for (const { signal, waitMs } of ENDINGS) {
    const server = runningPostmaster(cluster);
    if (server === undefined) return;
    if (signal !== 'SIGINT') process.kill(server.pid, 'SIGCONT');
    process.kill(server.pid, signal);
    const untilMs = performance.now() + waitMs;
    while (runningPostmaster(cluster)?.pid === server.pid && performance.now() < untilMs)
      await delay(POLL_MS);
  }
}
