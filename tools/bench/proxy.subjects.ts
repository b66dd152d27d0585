// What the proxy bench measures: our proxy, Toxiproxy, the bare relay, and the way without any of them.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { provideToxiproxyServer } from '../peers/toxiproxy-server.ts';
import type { Workbench } from './workbench.ts';

export const LATENCY_MS = 100;
const PATIENCE_MS = 5000;
/** Linux counts processor time in hundredths of a second. */
const CPU_TICK_MS = 10;

/** Something that passes bytes on to the upstream. */
export interface Relay {
  readonly child: ChildProcess;
  readonly plainPort: number;
}

export interface Proxy extends Relay {
  readonly apiPort: number;
  /** Of a proxy with a toxic of 100 ms latency downstream. */
  readonly latePort: number;
}

export async function startOurs(workbench: Workbench, upstreamPort: number): Promise<Proxy> {
  const [child, apiPort] = await workbench.fork<number>('proxy.subject');
  return prepare(child, apiPort, upstreamPort);
}

export async function startToxiproxy(workbench: Workbench, upstreamPort: number): Promise<Proxy | undefined> {
  const program = await provideToxiproxyServer();
  if (program === undefined) return undefined;
  const apiPort = await freePort();
  const options = { stdio: 'ignore', env: { LOG_LEVEL: 'error' } } as const;
  const child = workbench.spawn(program, ['-host', '127.0.0.1', '-port', String(apiPort)], options);
  const giveUpMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const answered = await fetch(`http://127.0.0.1:${apiPort}/version`).catch(() => undefined);
    if (answered?.ok === true) return prepare(child, apiPort, upstreamPort);
    if (performance.now() > giveUpMs)
      throw new TypeError(`Toxiproxy does not answer within ${PATIENCE_MS} ms`);
    await delay(20);
  }
}

export async function startBareRelay(workbench: Workbench, upstreamPort: number): Promise<Relay> {
  const [child, plainPort] = await workbench.fork<number>('relay.subject', { args: [String(upstreamPort)] });
  return { child, plainPort };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function prepare(child: ChildProcess, apiPort: number, upstreamPort: number): Promise<Proxy> {
  const listeningPort = async (name: string) => {
    const { listen } = (await post(apiPort, '/proxies', proxyBody(name, upstreamPort))) as { listen: string };
    return Number(listen.slice(listen.lastIndexOf(':') + 1));
  };
  const plainPort = await listeningPort('plain');
  const latePort = await listeningPort('late');
  await listeningPort('api');
  await post(apiPort, '/proxies/late/toxics', { type: 'latency', attributes: { latency: LATENCY_MS } });
  return { child, apiPort, plainPort, latePort };
}

export function proxyBody(name: string, upstreamPort: number): object {
  return { name, listen: '127.0.0.1:0', upstream: `127.0.0.1:${upstreamPort}` };
}

export async function post(port: number, path: string, body: unknown): Promise<unknown> {
  const init = { method: 'POST', body: JSON.stringify(body) };
  return (await fetch(`http://127.0.0.1:${port}${path}`, init)).json();
}

/** Linux only; elsewhere not a number. */
export async function residentMb({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

/** Processor time that a process has used so far, in user and system mode. Linux only; elsewhere not a number. */
export async function processorMs({ pid }: ChildProcess): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * CPU_TICK_MS;
}
