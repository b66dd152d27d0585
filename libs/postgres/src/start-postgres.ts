// Starts PostgreSQL for a data folder, or adopts the one that runs there already. The server is a process of its own: it
// outlives this one, whatever ends it, and the next start finds it again.
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Binaries, findBinaries } from './binaries.search.ts';
import {
  clusterMajor,
  type DataFolder,
  dataFolder,
  provideCluster,
  providePassword,
  SUPERUSER,
} from './cluster.directory.ts';
import { freePort } from './free.port.ts';
import { PostgresError } from './postgres.error.ts';
import { answers, endPostmaster, type Postmaster, runningPostmaster } from './postmaster.ts';
import { serverAccount } from './server.account.ts';
import { type EarlyEnd, launch } from './server.launch.ts';
import { dropSocketFolder } from './socket.directory.ts';

export interface PostgresOptions {
  /** Made if it is not there; everything that belongs to the server stands in it. */
  readonly dataDir: string;
  /** TCP port on 127.0.0.1, 0 for a free one; default: no TCP, the unix socket only. */
  readonly port?: number;
  /** Settings of postgresql.conf; a server that runs already keeps those that it has. `fsync: 'off'` is for data that may be lost. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface RunningPostgres {
  /** For the superuser: over TCP with the password when the server listens there, else over the socket. */
  readonly connectionString: string;
  /** For the superuser, without a password; the folder's permissions decide who may. */
  readonly socketConnectionString: string;
  readonly socketDir: string;
  readonly pid: number;
  /** The TCP port; undefined: the server listens on its socket only. */
  readonly port: number | undefined;
  /** Whether the server ran before. */
  readonly isAdopted: boolean;
  /** Whether this very server still runs. */
  readonly isRunning: () => boolean;
  /** Ends the server of this data folder, whoever started it. */
  stop(): Promise<void>;
}

const SOCKET_ONLY_PORT = 5432;
const START_MS = 30_000;
// The sessions of a killed server need a moment to see that it is gone; until then a new one finds its memory in use.
const OLD_SERVER_MS = 3_000;
const RETRY_MS = 50;

/** @throws PostgresError */
export async function startPostgres({
  dataDir,
  port,
  settings = {},
}: PostgresOptions): Promise<RunningPostgres> {
  const folder = dataFolder(dataDir);
  mkdirSync(path.dirname(folder.cluster), { recursive: true });
  const running = await adopt(folder, port);
  if (running !== undefined) return describe(folder, running, true);
  const account = serverAccount();
  const binaries = await findBinaries({ account, major: clusterMajor(folder) });
  await provideCluster({ folder, binaries, account, isThrowAway: settings['fsync'] === 'off' });
  return launchOrAdopt({ folder, binaries, port, settings });
}

/** Ends the server of a data folder; does nothing if none runs. */
export async function stopPostgres({ dataDir }: Pick<PostgresOptions, 'dataDir'>): Promise<void> {
  const { cluster } = dataFolder(dataDir);
  const socketDir = runningPostmaster(cluster)?.socketDir;
  await endPostmaster(cluster);
  if (socketDir !== undefined) dropSocketFolder(socketDir);
}

interface Start {
  readonly folder: DataFolder;
  readonly binaries: Binaries;
  readonly port: number | undefined;
  readonly settings: Readonly<Record<string, string>>;
}

async function launchOrAdopt(start: Start): Promise<RunningPostgres> {
  const { folder, binaries, port, settings } = start;
  const giveUpMs = performance.now() + OLD_SERVER_MS;
  for (;;) {
    const tcpPort = port === 0 ? await freePort() : port;
    const ended = await launch({
      folder,
      binaries,
      account: serverAccount(),
      port: tcpPort ?? SOCKET_ONLY_PORT,
      listensOnTcp: tcpPort !== undefined,
      settings,
      waitMs: START_MS,
    });
    if (ended === undefined) return describe(folder, runningPostmaster(folder.cluster), false);
    // Another starter may have been quicker.
    const running = await adopt(folder, port);
    if (running !== undefined) return describe(folder, running, true);
    const isWorthTrying = ended.reason === 'old-server' || (ended.reason === 'port-taken' && port === 0);
    if (!isWorthTrying || performance.now() > giveUpMs) throw failure(ended, folder, port);
    await delay(RETRY_MS);
  }
}

/** A server that is still starting, or held up, is waited for. @throws PostgresError port-taken */
async function adopt({ cluster }: DataFolder, port: number | undefined): Promise<Postmaster | undefined> {
  const giveUpMs = performance.now() + START_MS;
  for (;;) {
    const server = safeRunning(cluster);
    if (server === undefined) return undefined;
    if (server.isReady && (await answers(server))) return checkPort(server, port);
    if (performance.now() > giveUpMs) {
      const problem = `PostgreSQL runs on ${cluster} (pid ${server.pid}) but does not answer.`;
      throw new PostgresError('failed', problem, `See why, or end it: kill -QUIT ${server.pid}`);
    }
    await delay(RETRY_MS);
  }
}

function safeRunning(cluster: string): Postmaster | undefined {
  return statSync(cluster, { throwIfNoEntry: false }) === undefined ? undefined : runningPostmaster(cluster);
}

function checkPort(server: Postmaster, port: number | undefined): Postmaster {
  if (port === undefined) return server;
  if (server.listensOnTcp && (port === 0 || server.port === port)) return server;
  const where = server.listensOnTcp ? `port ${server.port}` : 'no TCP port';
  throw new PostgresError(
    'port-taken',
    `PostgreSQL runs on this data already (pid ${server.pid}) and listens on ${where}, not ${port}.`,
    `Stop it first (kill -INT ${server.pid}), or ask for what it has.`,
  );
}

function failure(ended: EarlyEnd, { log }: DataFolder, port: number | undefined): PostgresError {
  if (ended.reason === 'port-taken') {
    const problem = `Port ${port} on 127.0.0.1 belongs to another program.`;
    return new PostgresError('port-taken', problem, 'Free the port or choose another.');
  }
  return new PostgresError(
    'failed',
    `PostgreSQL did not start:\n${ended.lastLines}`,
    `The whole log is ${log}.`,
  );
}

function describe(folder: DataFolder, server: Postmaster | undefined, isAdopted: boolean): RunningPostgres {
  if (server === undefined) {
    const problem = 'PostgreSQL ended right after it was ready.';
    throw new PostgresError('failed', problem, `Read ${folder.log}.`);
  }
  const { pid, port, socketDir, listensOnTcp } = server;
  const host = encodeURIComponent(socketDir);
  const socketConnectionString = `postgresql://${SUPERUSER}@/postgres?host=${host}&port=${port}`;
  const tcp = `postgresql://${SUPERUSER}:${providePassword(folder)}@127.0.0.1:${port}/postgres`;
  return {
    connectionString: listensOnTcp ? tcp : socketConnectionString,
    socketConnectionString,
    socketDir,
    pid,
    port: listensOnTcp ? port : undefined,
    isAdopted,
    isRunning: () => runningPostmaster(folder.cluster)?.pid === pid,
    stop: () => stopPostgres({ dataDir: path.dirname(folder.cluster) }),
  };
}
