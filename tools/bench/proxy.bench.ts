// Our fault proxy against Toxiproxy 2.12, in the same run: the rounds alternate, so that a busy moment of the machine
// hits both; of every metric the median of the rounds is reported. Load comes from a separate process.
//   node --conditions=muster-source tools/bench/proxy.bench.ts
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { LoadRequest, LoadResult } from './proxy.load.ts';
import { provideToxiproxyServer } from '../peers/toxiproxy-server.ts';

export interface BenchRow {
  readonly group: string;
  readonly metric: string;
  readonly ours: string;
  readonly peer?: string;
  /** Ours / peer. */
  readonly ratio?: number;
  readonly note?: string;
}

const ROUNDS = 3;
const ROUND_MS = 1000;
const LATENCY_MS = 100;
const GROUP = 'fault proxy';

interface Subject {
  readonly child: ChildProcess;
  readonly apiPort: number;
  /** Port of a proxy without toxics, and of one with 100 ms of latency downstream. */
  readonly plainPort: number;
  readonly latePort: number;
}

interface Metric {
  readonly name: string;
  readonly load: (subject: Subject) => LoadRequest;
  /** One number from one round. */
  readonly values: Readonly<Record<string, (result: LoadResult) => number>>;
  readonly unit: string;
  readonly higherIsBetter: boolean;
}

const round =
  (kind: LoadRequest['kind'], connections: number) =>
  (port: number, durationMs = ROUND_MS) => ({
    kind,
    connections,
    port,
    durationMs,
  });

const percentile = (share: number, lessMs = 0) => {
  return ({ latenciesMs }: LoadResult) => {
    const sorted = latenciesMs.toSorted((a, b) => a - b);
    return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN) - lessMs;
  };
};

const METRICS: readonly Metric[] = [
  {
    name: 'bulk, 1 connection',
    load: ({ plainPort }) => round('bulk', 1)(plainPort),
    values: { '': ({ perSecond }) => perSecond / 1e6 },
    unit: 'MB/s',
    higherIsBetter: true,
  },
  {
    name: 'bulk, 4 connections',
    load: ({ plainPort }) => round('bulk', 4)(plainPort),
    values: { '': ({ perSecond }) => perSecond / 1e6 },
    unit: 'MB/s',
    higherIsBetter: true,
  },
  {
    name: 'requests, 32 connections',
    load: ({ plainPort }) => round('requests', 32)(plainPort),
    values: { '': ({ perSecond }) => perSecond },
    unit: '/s',
    higherIsBetter: true,
  },
  {
    name: 'round trip, 1 connection',
    load: ({ plainPort }) => round('requests', 1)(plainPort),
    values: { ' p50': percentile(0.5), ' p99': percentile(0.99) },
    unit: 'ms',
    higherIsBetter: false,
  },
  {
    name: `latency of ${LATENCY_MS} ms, beyond it`,
    load: ({ latePort }) => round('requests', 16)(latePort, 2 * ROUND_MS),
    values: { ' p50': percentile(0.5, LATENCY_MS), ' p99': percentile(0.99, LATENCY_MS) },
    unit: 'ms',
    higherIsBetter: false,
  },
  {
    name: 'API calls, 8 connections',
    load: ({ apiPort }) => round('api', 8)(apiPort),
    values: { '': ({ perSecond }) => perSecond },
    unit: '/s',
    higherIsBetter: true,
  },
];

export async function benchProxy(): Promise<BenchRow[]> {
  const [load, upstreamPort] = await forkScript('proxy.load');
  const subjects: Subject[] = [];
  try {
    const [child, port] = await forkScript('proxy.subject');
    subjects.push(await prepare(child, port, upstreamPort));
    const peer = await startPeer();
    if (peer !== undefined) subjects.push(await prepare(peer.child, peer.port, upstreamPort));
    const rows: BenchRow[] = [];
    for (const metric of METRICS) rows.push(...(await compare(metric, subjects, load)));
    rows.push(...(await compareMemory(subjects)));
    return rows;
  } finally {
    load.kill();
    for (const { child } of subjects) child.kill();
  }
}

async function compare(
  metric: Metric,
  subjects: readonly Subject[],
  load: ChildProcess,
): Promise<BenchRow[]> {
  const results = subjects.map((): LoadResult[] => []);
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    for (const [index, subject] of subjects.entries()) {
      load.send(metric.load(subject));
      const [result] = (await once(load, 'message')) as [LoadResult];
      results[index]?.push(result);
    }
  }
  return Object.entries(metric.values).map(([suffix, value]) => {
    const [ours = Number.NaN, peer] = results.map((rounds) => median(rounds.map(value)));
    return row({
      name: metric.name + suffix,
      unit: metric.unit,
      ours,
      peer,
      higherIsBetter: metric.higherIsBetter,
    });
  });
}

async function compareMemory(subjects: readonly Subject[]): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  const grownMb: number[] = [];
  const totalMb: number[] = [];
  for (const { apiPort, child } of subjects) {
    const before = await residentMb(child);
    const many = Array.from({ length: 1000 }, (_, index) => proxyBody(`many${index}`, 9));
    await post(apiPort, '/populate', many);
    await delay(200);
    const after = await residentMb(child);
    grownMb.push(after - before);
    totalMb.push(after);
  }
  for (const [name, [ours = Number.NaN, peer]] of [
    ['memory grown by 1000 proxies', grownMb],
    ['memory with 1000 proxies, after load', totalMb],
  ] as const) {
    rows.push(row({ name, unit: 'MB', ours, peer, higherIsBetter: false }));
  }
  return rows;
}

interface Comparison {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly peer: number | undefined;
  readonly higherIsBetter: boolean;
}

function row({ name, unit, ours, peer, higherIsBetter }: Comparison): BenchRow {
  const show = (value: number) => `${value.toFixed(value < 10 ? 3 : 0)} ${unit}`;
  const common = { group: GROUP, metric: name, ours: show(ours) };
  if (peer === undefined) return { ...common, peer: 'not here' };
  const note = higherIsBetter ? 'more is better' : 'less is better';
  return { ...common, peer: show(peer), ratio: Number((ours / peer).toFixed(2)), note };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Linux only; elsewhere not a number. */
async function residentMb({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

/** A script of this folder, run the way this one runs (source or built); resolves with the number it sends first. */
async function forkScript(name: string): Promise<[ChildProcess, number]> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const child = fork(new URL(`./${name}.${extension}`, import.meta.url));
  const [first] = (await once(child, 'message')) as [number];
  return [child, first];
}

async function startPeer(): Promise<{ child: ChildProcess; port: number } | undefined> {
  const path = await provideToxiproxyServer();
  if (path === undefined) return undefined;
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  const child = spawn(path, ['-host', '127.0.0.1', '-port', String(port)], {
    stdio: 'ignore',
    env: { LOG_LEVEL: 'error' },
  });
  for (let attempt = 0; attempt < 250; attempt += 1) {
    const answered = await fetch(`http://127.0.0.1:${port}/version`).catch(() => undefined);
    if (answered?.ok === true) return { child, port };
    await delay(20);
  }
  child.kill();
  return undefined;
}

async function prepare(child: ChildProcess, apiPort: number, upstreamPort: number): Promise<Subject> {
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

function proxyBody(name: string, upstreamPort: number): object {
  return { name, listen: '127.0.0.1:0', upstream: `127.0.0.1:${upstreamPort}` };
}

async function post(port: number, path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return response.json();
}

if (import.meta.main) {
  const startMs = performance.now();
  console.table(await benchProxy(), ['metric', 'ours', 'peer', 'ratio', 'note']);
  console.log(`took ${((performance.now() - startMs) / 1000).toFixed(1)} s`);
}
