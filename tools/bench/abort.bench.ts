// Breach to verified-undone on a proxy target: 200 runs, each aborted by its guard, with the journal on disk.

import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { byKind, type Catalogue, defineProbe, type Plan, type RunEvent, type Target } from '#core';
import { findTargets, openDrivers, type RunInput, startRun } from '#engine';
import { faults } from '#faults';
import { jsonlJournalStore } from '#journal';
import { helperProcesses, secretsFromEnvironment, systemClock } from '#platform';
import { startFaultProxyServer } from '#proxy';
import { drivers } from '#targets';
import { type BenchRow, inMs, percentile } from './bench-row.ts';

const runs = 200;
const gap = {
  title: '',
  severity: 'SEV2',
  owner: 'team-checkout',
  runbook: undefined,
  fix: undefined,
} as const;

/** Time of one round trip over the proxy, on a connection of its own: cheap, so that the figure is Muster's. */
const roundTrip = defineProbe({
  kind: 'round-trip',
  title: 'Round trip',
  summary: 'Time of one HTTP answer.',
  params: z.strictObject({ port: z.number() }),
  fields: { latency: { type: 'duration', summary: '' } },
  example: {},
  explain: () => 'round trip',
  hosts: () => [],
  open: ({ port }) => ({
    measure: () =>
      new Promise((resolve) => {
        const startedMs = performance.now();
        const socket = connect(port, '127.0.0.1', () =>
          socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'),
        );
        socket.once('data', () => {
          socket.destroy();
          resolve({ outcome: 'measured', fields: { latency: performance.now() - startedMs } });
        });
        socket.once('error', (error) => resolve({ outcome: 'error', message: error.message }));
      }),
    close: async () => {},
  }),
});

function planOf(target: Target, port: number, token: string): Plan {
  const conditions = [
    { field: 'latency', type: 'duration', aggregate: 'each', comparison: 'lte', limit: 50 },
  ] as const;
  const judge = { conditions, overMs: 100, passing: 1, atLeast: 1 };
  const probe = {
    name: 'p',
    role: 'steady-state',
    kind: 'round-trip',
    params: { port },
    explain: '',
    everyMs: 50,
    timeoutMs: 2000,
    judge,
    during: ['baseline', 'fault', 'recovery'],
    gap,
    at: '',
  } as const;
  const params = { latency: 100, jitter: 0, direction: 'downstream', toxicity: 1 };
  const fault = {
    id: 'f',
    name: 'f',
    kind: 'network-latency',
    params,
    target,
    explain: '',
    explainUndo: '',
    reversible: 'yes',
    effect: 'traffic',
    holdMs: 30_000,
    after: [],
    delayMs: 0,
    ramp: undefined,
    token,
    at: '',
  } as const;
  return {
    version: 1,
    experiment: 'bench',
    title: 'bench',
    file: '',
    hypothesis: '',
    service: undefined,
    owner: '',
    environment: { name: 'bench', production: false, baseDir: '/', drivers: {} },
    probes: [probe],
    faults: [fault],
    guards: [{ rule: 'failing-for', name: 'g', at: '', probe: 'p', failingForMs: 0 }],
    alerts: [],
    recovery: { withinMs: 5000, gap, at: '' },
    timing: { baselineMs: 60, faultDeadlineMs: 60_000, undoMs: 5000 },
    hash: '',
  };
}

interface Split {
  readonly waitMs: number;
  readonly abortMs: number;
  readonly undoMs: number;
  readonly verifyMs: number;
}

/** One run; times are taken by the monotonic clock as the engine tells its events. */
async function abortOnce(input: Omit<RunInput, 'observe'>): Promise<Split> {
  const atMs: Partial<Record<RunEvent['type'], number>> = {};
  let outcome = { undoMs: 0, verifyMs: 0 };
  let sampleMs = 0;
  const observe: RunInput['observe'] = ({ event }) => {
    if (event.type === 'probe.measured') sampleMs = performance.now();
    else atMs[event.type] = performance.now();
    if (event.type === 'fault.undone') outcome = event;
  };
  await startRun({ ...input, observe }).finished;
  const abortedMs = atMs['run.aborted'] ?? sampleMs;
  return {
    waitMs: abortedMs - (atMs['fault.injected'] ?? abortedMs),
    abortMs: (atMs['fault.undone'] ?? Number.NaN) - abortedMs,
    ...outcome,
  };
}

export async function benchAbort(): Promise<BenchRow[]> {
  const dir = await mkdtemp(join(tmpdir(), 'muster-bench-'));
  const app = createServer((_request, response) => response.end('ok')).listen(0, '127.0.0.1');
  await new Promise((resolve) => app.once('listening', resolve));
  const upstream = `127.0.0.1:${(app.address() as AddressInfo).port}`;
  const proxy = await startFaultProxyServer({
    host: '127.0.0.1',
    port: 0,
    proxies: [{ name: 'payments', listen: '127.0.0.1:0', upstream, enabled: true }],
  });
  try {
    return rowsOf(await measure(dir, proxy.url));
  } finally {
    await proxy.close();
    app.close();
    await rm(dir, { recursive: true, force: true });
  }
}

async function measure(dir: string, url: string): Promise<readonly Split[]> {
  const secrets = secretsFromEnvironment();
  const catalogue: Catalogue = { faults, drivers, probes: byKind([roundTrip]) };
  const opened = await openDrivers({
    catalogue,
    config: { toxiproxy: { url } },
    kinds: ['toxiproxy'],
    context: { secrets, stateDir: dir, baseDir: dir },
  });
  const { listen } = (await (await fetch(`${url}/proxies/payments`)).json()) as { listen: string };
  const experiment = {
    spec: { targets: { payments: { driver: 'toxiproxy', select: { proxy: 'payments' }, mode: 'all' } } },
  };
  const found = await findTargets({
    experiment: experiment as never,
    drivers: opened,
    signal: AbortSignal.timeout(5000),
  });
  const target = found['payments']?.[0];
  if (!target) throw new TypeError('the proxy is not found');
  const store = jsonlJournalStore(dir);
  const splits: Split[] = [];
  for (let index = 0; index < runs; index += 1) {
    splits.push(
      await abortOnce({
        plan: planOf(target, Number(listen.split(':')[1]), `muster-bench-${index}`),
        journal: await store.create(`bench-${index}`),
        catalogue,
        drivers: opened,
        helpers: helperProcesses({ stateDir: dir, command: [] }),
        secrets,
        clock: systemClock(),
        owner: { pid: process.pid, host: 'bench' },
        musterVersion: 'bench',
      }),
    );
  }
  await Promise.all([...opened.values()].map((driver) => driver.close()));
  return splits;
}

function rowsOf(splits: readonly Split[]): BenchRow[] {
  const row = (metric: string, part: (split: Split) => number): BenchRow => {
    const values = splits.map(part);
    return {
      group: 'abort',
      metric,
      ours: `p50 ${inMs(percentile(values, 0.5))}, p99 ${inMs(percentile(values, 0.99))}`,
    };
  };
  return [
    row('waiting for the deciding sample (50 ms ticks, 100 ms latency)', (split) => split.waitMs),
    row('deciding sample to verified undone', (split) => split.abortMs),
    row('  of that: undo', (split) => split.undoMs),
    row('  of that: reading back', (split) => split.verifyMs),
  ];
}
