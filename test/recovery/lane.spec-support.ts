// A system of its own for each run that is killed: a proxy, a process and a database that three faults harm at once; and
// how all of it is in reality, read from the proxy, the process table and the database, never from a journal.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Client } from 'pg';
import type { FaultProxyServer } from '#proxy';

export interface Shared {
  readonly proxy: FaultProxyServer;
  readonly databaseUrl: string;
  readonly admin: Client;
}

/** What is broken; all zero and true: nothing is. */
export interface Reality {
  readonly proxyEnabled: boolean;
  readonly toxics: number;
  readonly stopped: boolean;
  readonly sessions: number;
  readonly helpers: number;
}

export const whole: Reality = { proxyEnabled: true, toxics: 0, stopped: false, sessions: 0, helpers: 0 };

export interface Lane {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Of the faults of one run. */
  reality(run: string): Promise<Reality>;
  close(): Promise<void>;
}

/** `fault` is that on the proxy. */
export async function openLane(name: string, fault: string, shared: Shared): Promise<Lane> {
  const folder = await mkdtemp(path.join(tmpdir(), 'muster-lane-'));
  const victim = spawn('sleep', ['600'], { stdio: 'ignore' });
  await once(victim, 'spawn');
  await shared.proxy.proxies.add({ name, listen: '127.0.0.1:0', upstream: '127.0.0.1:9', enabled: true });
  await writeFile(path.join(folder, 'victim.pid'), String(victim.pid));
  await writeFile(path.join(folder, 'environment.yaml'), environment(name, shared.proxy.url));
  await writeFile(path.join(folder, 'experiment.yaml'), experiment(name, fault));
  return {
    folder,
    env: { DRILL_DATABASE_URL: shared.databaseUrl },
    reality: (run) => readReality({ name, run, victim, shared }),
    async close() {
      victim.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Look {
  readonly name: string;
  readonly run: string;
  readonly victim: ChildProcess;
  readonly shared: Shared;
}

async function readReality({ name, run, victim, shared }: Look): Promise<Reality> {
  const answer = await fetch(`${shared.proxy.url}/proxies/${name}`);
  const { enabled, toxics } = (await answer.json()) as { enabled: boolean; toxics: unknown[] };
  const { rows } = await shared.admin.query<{ count: number }>(
    'select count(*)::int as count from pg_stat_activity where application_name like $1',
    [`muster-${run}-%`],
  );
  return {
    proxyEnabled: enabled,
    toxics: toxics.length,
    stopped: (await stateOf(victim.pid)) === 'T',
    sessions: rows[0]?.count ?? 0,
    helpers: await countHelpers(run),
  };
}

/** proc_pid_stat(5): the letter after the name. */
async function stateOf(pid: number | undefined): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
}

async function countHelpers(run: string): Promise<number> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const commands = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return commands.filter(
    (command) => command.includes('helper-process') && command.includes(`muster-${run}-`),
  ).length;
}

const environment = (name: string, apiUrl: string) => `
apiVersion: muster/v1
kind: Environment
metadata: {name: lane}
spec:
  drivers:
    toxiproxy: {url: "${apiUrl}"}
    process: {processes: {victim: {pidFile: victim.pid}}}
  allow:
    targets:
      - {driver: toxiproxy, names: [${name}]}
      - {driver: process, names: [victim]}
      - {driver: endpoint, names: ["*"]}
    maxTargets: 3
`;

const experiment = (name: string, fault: string) => `
apiVersion: muster/v1
kind: Experiment
metadata: {name: three-faults}
spec:
  hypothesis: Whatever happens to Muster, the three faults end.
  targets:
    proxy: {driver: toxiproxy, select: {proxy: ${name}}}
    victim: {driver: process, select: {name: victim}}
    database: {driver: endpoint, select: {url: {secret: DRILL_DATABASE_URL}}}
  steadyState:
    - name: victim runs
      probe: process
      with: {pidFile: victim.pid}
      every: 50ms
      during: [baseline, recovery]
      judge: {expect: {running: true}, atLeast: 1, over: 1s}
  faults:
    - {name: proxy, fault: ${fault}, target: proxy${fault === 'network-latency' ? ', with: {latency: 100ms}' : ''}, for: 250ms}
    - {name: victim, fault: process-pause, target: victim, for: 250ms}
    - {name: database, fault: postgres-connection-exhaustion, target: database, with: {connections: 3}, for: 250ms}
  timing: {baseline: 60ms}
`;
