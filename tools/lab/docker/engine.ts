// A Docker engine of the lab's own: its own socket, data, containerd namespace, cgroup and address pool. It takes no part
// in the networking of the machine (no docker0, no packet filter, no forwarding), so that it runs beside any other one.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Docker from 'dockerode';

export interface LabEngine {
  readonly socket: string;
  readonly docker: Docker;
  down(): Promise<void>;
}

const RUN_FOLDER = '/run/muster-lab';
const SOCKET = `${RUN_FOLDER}/docker.sock`;
const PID_FILE = `${RUN_FOLDER}/docker.pid`;
const CGROUP = '/muster-lab';
/** A name of the kernel's own: it is free again when its holder is gone, however it died. */
const LOCK = '\0muster-lab-docker';
const LOCK_TIMEOUT_MS = 10 * 60_000;
const UP_TIMEOUT_MS = 30_000;
const DOWN_TIMEOUT_MS = 20_000;
const POLL_MS = 50;

/** The engine, or the last thing that it complained about. */
export async function startEngine(
  dataFolder: string,
  say: (line: string) => void,
): Promise<LabEngine | { readonly unavailable: string }> {
  const lock = await takeLock(say);
  await endLeftOver();
  await mkdir(RUN_FOLDER, { recursive: true });
  await mkdir(dataFolder, { recursive: true });
  const logFile = path.join(dataFolder, 'dockerd.log');
  const daemon = await spawnDaemon(dataFolder, logFile);
  const docker = new Docker({ socketPath: SOCKET });
  const down = async (): Promise<void> => {
    await removeEverything(docker).catch(() => undefined);
    await end(daemon);
    await removeTraces();
    await once(lock.close(), 'close');
  };
  if (await answers(docker, daemon)) return { socket: SOCKET, docker, down };
  await down();
  return { unavailable: `dockerd does not start here: ${await lastComplaint(logFile)}` };
}

async function spawnDaemon(dataFolder: string, logFile: string): Promise<ChildProcess> {
  const log = await open(logFile, 'w');
  const settings = {
    'data-root': path.join(dataFolder, 'data'),
    'exec-root': `${RUN_FOLDER}/exec`,
    pidfile: PID_FILE,
    host: `unix://${SOCKET}`,
    bridge: 'none',
    iptables: 'false',
    ip6tables: 'false',
    'ip-forward': 'false',
    'cgroup-parent': CGROUP,
    'containerd-namespace': 'muster-lab',
    'containerd-plugins-namespace': 'muster-lab-plugins',
    'default-address-pool': 'base=10.231.0.0/16,size=24',
  };
  const args = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
  // A group of its own: Ctrl-C reaches the lab, which then ends it in order.
  const daemon = spawn('dockerd', args, { stdio: ['ignore', log.fd, log.fd], detached: true });
  await once(daemon, 'spawn');
  await log.close();
  return daemon;
}

async function answers(docker: Docker, daemon: ChildProcess): Promise<boolean> {
  const giveUpMs = performance.now() + UP_TIMEOUT_MS;
  while (daemon.exitCode === null && performance.now() < giveUpMs) {
    if (
      await docker.ping().then(
        () => true,
        () => false,
      )
    )
      return true;
    await delay(POLL_MS);
  }
  return false;
}

/** Containers are killed, not asked: dockerd would wait ten seconds for those that do not listen. */
async function removeEverything(docker: Docker): Promise<void> {
  const containers = await docker.listContainers({ all: true });
  await Promise.allSettled(
    containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })),
  );
  await docker.pruneNetworks();
}

async function end(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return;
  const exited = once(daemon, 'exit');
  daemon.kill('SIGTERM');
  await Promise.race([exited, delay(DOWN_TIMEOUT_MS, undefined, { ref: false })]);
  if (daemon.exitCode === null) daemon.kill('SIGKILL');
}

async function removeTraces(): Promise<void> {
  await rm(RUN_FOLDER, { recursive: true, force: true });
  const hierarchies = await readdir('/sys/fs/cgroup').catch(() => []);
  const folders = ['', ...hierarchies].map((name) => path.join('/sys/fs/cgroup', name, CGROUP));
  await Promise.allSettled(folders.map((folder) => rmdir(folder)));
}

/** Of a lab that was killed. Only what runs from the lab's own pid file is taken for it. */
async function endLeftOver(): Promise<void> {
  const pid = Number(await readFile(PID_FILE, 'utf8').catch(() => '0'));
  const isOurs = async (): Promise<boolean> =>
    pid > 1 &&
    (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes(`--pidfile=${PID_FILE}`);
  if (!(await isOurs())) return;
  await removeEverything(new Docker({ socketPath: SOCKET })).catch(() => undefined);
  process.kill(pid, 'SIGTERM');
  const giveUpMs = performance.now() + DOWN_TIMEOUT_MS;
  while ((await isOurs()) && performance.now() < giveUpMs) await delay(POLL_MS);
  if (await isOurs()) process.kill(pid, 'SIGKILL');
}

/** One lab at a time: two engines cannot share their data. */
async function takeLock(say: (line: string) => void): Promise<Server> {
  const giveUpMs = performance.now() + LOCK_TIMEOUT_MS;
  for (let said = false; ; said = true) {
    const lock = createServer().listen(LOCK);
    const taken = await once(lock, 'listening').then(
      () => true,
      () => false,
    );
    if (taken) return lock;
    if (performance.now() > giveUpMs)
      throw new Error('another lab holds the engine for more than 10 minutes');
    if (!said) say('waiting for another lab on this machine');
    await delay(1000);
  }
}

/** The text of the last error in dockerd's log. */
async function lastComplaint(logFile: string): Promise<string> {
  const lines = (await readFile(logFile, 'utf8')).trim().split('\n');
  const complaint = lines.findLast((line) => /level=(error|fatal)|^failed|Error/.test(line)) ?? lines.at(-1);
  return (complaint ?? 'it said nothing').slice(-300);
}
