// Starts one postmaster and follows it until it is ready or has ended. It is detached, in a session of its own, and
// writes to its own log, so neither a terminal nor this process takes it along when it goes.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Binaries } from './binaries.search.ts';
import type { DataFolder } from './cluster.directory.ts';
import { answers, runningPostmaster } from './postmaster.ts';
import { programEnvironment } from './program.ts';
import type { Account } from './server.account.ts';
import { provideSocketFolder } from './socket.directory.ts';

export interface Launch {
  readonly folder: DataFolder;
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  /** Names the socket, too. */
  readonly port: number;
  readonly listensOnTcp: boolean;
  readonly settings: Readonly<Record<string, string>>;
  readonly waitMs: number;
}

export interface EarlyEnd {
  readonly reason: 'old-server' | 'port-taken' | 'other';
  readonly lastLines: string;
}

const POLL_MS = 10;
const LAST_BYTES = 2_000;
const OLD_SERVER = /lock file ".*" already exists|shared memory block .* is still in use/;
const PORT_TAKEN = /could not bind .* address|could not create any TCP\/IP sockets/;

/** undefined: it is ready. */
export async function launch(request: Launch): Promise<EarlyEnd | undefined> {
  const log = openSync(request.folder.log, 'a', 0o600);
  const logStart = fstatSync(log).size;
  try {
    const child = spawnPostmaster(request, log);
    const isReady = await untilReady(child, request);
    if (isReady) return undefined;
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGQUIT');
    return earlyEnd(readFrom(request.folder.log, logStart));
  } finally {
    closeSync(log);
  }
}

function spawnPostmaster(request: Launch, log: number): ChildProcess {
  const { folder, binaries, account, port } = request;
  const cluster = realpathSync(folder.cluster);
  const settings = {
    ...request.settings,
    listen_addresses: request.listensOnTcp ? '127.0.0.1' : '',
    port: String(port),
    unix_socket_directories: provideSocketFolder(folder.cluster, port, account),
    unix_socket_permissions: '0700',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(binaries.postgres, ['-D', cluster, ...args], {
    ...account,
    cwd: '/',
    detached: true,
    env: programEnvironment(),
    stdio: ['ignore', log, log],
  });
  child.unref();
  return child;
}

async function untilReady(child: ChildProcess, { folder, waitMs }: Launch): Promise<boolean> {
  let hasEnded = false;
  child.once('exit', () => (hasEnded = true)).once('error', () => (hasEnded = true));
  const giveUpMs = performance.now() + waitMs;
  while (!hasEnded && performance.now() < giveUpMs) {
    const server = runningPostmaster(folder.cluster);
    if (server?.pid === child.pid && server?.isReady === true && (await answers(server))) return true;
    await delay(POLL_MS);
  }
  return false;
}

function earlyEnd(log: string): EarlyEnd {
  const reason = OLD_SERVER.test(log) ? 'old-server' : PORT_TAKEN.test(log) ? 'port-taken' : 'other';
  return { reason, lastLines: log.slice(-LAST_BYTES).trim() };
}

function readFrom(file: string, start: number): string {
  const handle = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(handle).size - start));
    readSync(handle, bytes, 0, bytes.length, start);
    return bytes.toString();
  } finally {
    closeSync(handle);
  }
}
