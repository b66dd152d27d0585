// Our fault proxy against Toxiproxy 2.12, in the same run: the rounds alternate, so that a busy moment of the machine
// hits both; of every metric the median of the rounds is told. Beside them the way without a proxy and the least that a
// relay in Node does, to tell what bounds the figures.
import { setTimeout as delay } from 'node:timers/promises';
import type { BenchGroup, BenchRow } from './bench.group.ts';
import { formatNumber } from './bench.table.ts';
import { type LoadRequest, type LoadResult, ProxyLoad } from './proxy.load.ts';
import {
  LATENCY_MS,
  type Proxy,
  post,
  processorMs,
  proxyBody,
  type Relay,
  residentMb,
  startBareRelay,
  startOurs,
  startToxiproxy,
} from './proxy.subjects.ts';
import { median } from './statistics.ts';

const ROUNDS = 3;
const ROUND_MS = 1000;
const MANY = 1000;
/** Of the goals: at least so much of Toxiproxy's throughput; and how exact the latency is, at p50 and p99. */
const GOAL_RATIO = 0.9;
const GOAL_LATE_MS = [2, 4] as const;

export const proxyBench: BenchGroup = {
  name: 'proxy',
  summary: 'the fault proxy against Toxiproxy',
  limitMs: 240_000,
  async run(workbench) {
    const load = await ProxyLoad.start(workbench);
    if (load === undefined) {
      workbench.skip('Go is missing: the load and Toxiproxy are built with it');
      return [];
    }
    const ours = await startOurs(workbench, load.upstreamPort);
    const peer = await startToxiproxy(workbench, load.upstreamPort);
    if (peer === undefined) workbench.skip('Toxiproxy, as a peer: it is neither cached nor can it be built');
    const relay = await startBareRelay(workbench, load.upstreamPort);
    const direct = { child: load.child, plainPort: load.upstreamPort };
    const subjects = { ours, peer, relay, direct };
    return [
      ...(await throughput(load, subjects)),
      ...(await exactness(load, subjects)),
      ...(await apiCalls(load, subjects)),
      ...(await memory(subjects)),
    ];
  },
};

interface Subjects {
  readonly ours: Proxy;
  readonly peer: Proxy | undefined;
  readonly relay: Relay;
  readonly direct: Relay;
}

interface Measured extends LoadResult {
  /** Processor time of the subject for each unit, in milliseconds. */
  readonly cpuMs: number;
}
type Results = Partial<Record<keyof Subjects, Measured>>;
type Load = Omit<LoadRequest, 'port'>;

/** Rounds in turns; of each figure the median. */
async function inTurns(
  load: ProxyLoad,
  request: Load,
  ports: readonly (readonly [keyof Subjects, Relay, number])[],
): Promise<Results> {
  const rounds = ports.map((): Measured[] => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, [, { child }, port]] of ports.entries()) {
      const beforeMs = await processorMs(child);
      const result = await load.measure({ ...request, port });
      const usedMs = (await processorMs(child)) - beforeMs;
      const units = (result.perSecond * (request.durationMs + WARM_UP_MS)) / 1000;
      rounds[index]?.push({ ...result, cpuMs: usedMs / units });
    }
  }
  const middle = (measured: readonly Measured[], of: keyof Measured): number =>
    median(measured.map((one) => one[of]));
  return Object.fromEntries(
    ports.map(([name], index) => {
      const all = rounds[index] ?? [];
      const figures = (['perSecond', 'p50Ms', 'p99Ms', 'cpuMs'] as const).map(
        (of) => [of, middle(all, of)] as const,
      );
      return [name, Object.fromEntries(figures)];
    }),
  );
}

/** As in the load program. */
const WARM_UP_MS = 300;

async function throughput(load: ProxyLoad, subjects: Subjects): Promise<readonly BenchRow[]> {
  const ports = (Object.entries(subjects) as [keyof Subjects, Relay | undefined][]).flatMap(
    ([name, subject]) => (subject === undefined ? [] : [[name, subject, subject.plainPort] as const]),
  );
  const rows: BenchRow[] = [];
  for (const connections of [1, 32]) {
    const results = await inTurns(load, { kind: 'bulk', connections, durationMs: ROUND_MS }, ports);
    rows.push(
      row(`bulk, ${plural(connections)}`, 'MB/s', results, {
        value: ({ perSecond }) => perSecond / 1e6,
        goal: { of: 'ratio', limit: GOAL_RATIO },
        bounds: true,
      }),
    );
  }
  const busy = await inTurns(load, { kind: 'requests', connections: 32, durationMs: ROUND_MS }, ports);
  const alone = await inTurns(load, { kind: 'requests', connections: 1, durationMs: ROUND_MS }, ports);
  const added = (of: 'p50Ms' | 'p99Ms') => ({
    value: (result: Measured) => result[of] - (alone.direct?.[of] ?? 0),
    better: 'less' as const,
  });
  return [
    ...rows,
    row('requests, 32 connections', '/s', busy, {
      value: ({ perSecond }) => perSecond,
      goal: { of: 'ratio', limit: GOAL_RATIO },
      bounds: true,
    }),
    row('  processor time of the proxy for each', 'µs', busy, {
      value: ({ cpuMs }) => cpuMs * 1000,
      better: 'less',
      bounds: true,
    }),
    row('added to a request, 1 connection, p50', 'ms', alone, added('p50Ms')),
    row('added to a request, 1 connection, p99', 'ms', alone, added('p99Ms')),
  ];
}

async function exactness(load: ProxyLoad, { ours, peer }: Subjects): Promise<readonly BenchRow[]> {
  const request: Load = { kind: 'requests', connections: 16, durationMs: 2 * ROUND_MS };
  const results = await inTurns(load, request, proxies({ ours, peer }, 'latePort'));
  return (['p50Ms', 'p99Ms'] as const).map((of, index) =>
    row(`beyond a latency of ${LATENCY_MS} ms, whole request, ${of.slice(0, 3)}`, 'ms', results, {
      value: (result) => result[of] - LATENCY_MS,
      better: 'less',
      goal: { of: 'ours', limit: GOAL_LATE_MS[index] ?? 0 },
    }),
  );
}

async function apiCalls(load: ProxyLoad, { ours, peer }: Subjects): Promise<readonly BenchRow[]> {
  const request: Load = { kind: 'api', connections: 8, durationMs: ROUND_MS };
  const results = await inTurns(load, request, proxies({ ours, peer }, 'apiPort'));
  return [row('API calls, 8 connections', '/s', results, { value: ({ perSecond }) => perSecond })];
}

function proxies({ ours, peer }: Pick<Subjects, 'ours' | 'peer'>, port: 'latePort' | 'apiPort') {
  const own = ['ours', ours, ours[port]] as const;
  return peer === undefined ? [own] : [own, ['peer', peer, peer[port]] as const];
}

async function memory({ ours, peer }: Subjects): Promise<readonly BenchRow[]> {
  const grown: number[] = [];
  const total: number[] = [];
  for (const proxy of peer === undefined ? [ours] : [ours, peer]) {
    const beforeMb = await residentMb(proxy.child);
    const many = Array.from({ length: MANY }, (_, index) => proxyBody(`many${index}`, 9));
    await post(proxy.apiPort, '/populate', many);
    await delay(200);
    const afterMb = await residentMb(proxy.child);
    grown.push(afterMb - beforeMb);
    total.push(afterMb);
  }
  return [
    [`memory for ${MANY} proxies`, grown] as const,
    ['memory in all, after the load', total] as const,
  ].map(([metric, [own = Number.NaN, peers]]) => ({
    metric,
    unit: 'MB',
    ours: own,
    peer: peers,
    better: 'less',
  }));
}

interface Figure {
  readonly value: (result: Measured) => number;
  readonly better?: BenchRow['better'];
  readonly goal?: BenchRow['goal'];
  /** Tells what bounds it, too. */
  readonly bounds?: boolean;
}

function row(metric: string, unit: string, results: Results, figure: Figure): BenchRow {
  const { value, better = 'more', goal, bounds = false } = figure;
  const of = (result: Measured | undefined) => (result === undefined ? undefined : value(result));
  const note = `without any ${show(of(results.direct))}, bare relay in Node ${show(of(results.relay))}`;
  return {
    metric,
    unit,
    ours: of(results.ours) ?? Number.NaN,
    peer: of(results.peer),
    better,
    ...(goal === undefined ? {} : { goal }),
    ...(bounds ? { note } : {}),
  };
}

const show = (value: number | undefined): string => (value === undefined ? '-' : formatNumber(value));
const plural = (count: number): string => (count === 1 ? '1 connection' : `${count} connections`);
