// Breach to verified undone: 200 whole runs with the real HTTP probe, proxy and server in processes of their own, and the
// journal on disk. Each run is aborted by its guard; after each the proxy is asked whether the toxic is really gone.
import { byKind, type Catalogue, type Plan, type AnyProbe, type RunEvent, type Target } from '#core';
import { findTargets, openDrivers, type RunInput, startRun } from '#engine';
import { faults } from '#faults';
import { jsonlJournalStore } from '#journal';
import { helperProcesses, secretsFromEnvironment, systemClock } from '#platform';
import { probes } from '#probes';
import { drivers } from '#targets';
import type { BenchGroup, BenchRow } from './bench.group.ts';
import { benchFault, benchPlan, benchProbe } from './bench.plan.ts';
import { percentile } from './statistics.ts';
import type { Workbench } from './workbench.ts';

const RUNS = 200;
/** On a busy machine a run may not be steady before its fault; then it ends without one. */
const MOST_RUNS = 240;
const TICK_MS = 50;
const LATENCY_MS = 100;

export const abortBench: BenchGroup = {
  name: 'abort',
  summary: `breach to verified undone, over ${RUNS} aborted runs`,
  limitMs: 120_000,
  async run(workbench) {
    const [, appPort] = await workbench.fork<number>('probe.server');
    const [, apiPort] = await workbench.fork<number>('proxy.subject');
    return rowsOf(await measure(workbench, { appPort, apiUrl: `http://127.0.0.1:${apiPort}` }));
  },
};

/** One abort; every time on the same monotonic clock, in milliseconds. */
interface Split {
  /** From the end of the injection to the end of the sample that breaches. */
  readonly wait: number;
  /** From there until the abort is decided and undo has begun. */
  readonly decision: number;
  readonly undo: number;
  readonly readBack: number;
  /** From the end of the deciding sample until the fault is verifiably gone. */
  readonly total: number;
}

/** The HTTP probe, with a note of when its last measurement ended. */
class WatchedProbe {
  endedMs = 0;
  readonly kind: AnyProbe;

  constructor(kind: AnyProbe) {
    this.kind = {
      ...kind,
      open: (params) => {
        const probe = kind.open(params);
        const measure: typeof probe.measure = async (context) => {
          const measurement = await probe.measure(context);
          this.endedMs = performance.now();
          return measurement;
        };
        return { measure, close: () => probe.close() };
      },
    };
  }
}

class Recorder {
  readonly #probe: WatchedProbe;
  #injectedMs = 0;
  #sampleMs = 0;
  #abortedMs = 0;
  split: Split | undefined;

  constructor(probe: WatchedProbe) {
    this.#probe = probe;
  }

  observe(event: RunEvent): void {
    const nowMs = performance.now();
    if (event.type === 'fault.injected') this.#injectedMs = nowMs;
    if (event.type === 'run.aborted') {
      this.#sampleMs = this.#probe.endedMs;
      this.#abortedMs = nowMs;
    }
    if (event.type !== 'fault.undone') return;
    this.split = {
      wait: this.#sampleMs - this.#injectedMs,
      decision: this.#abortedMs - this.#sampleMs,
      undo: event.undoMs,
      readBack: event.verifyMs,
      total: nowMs - this.#sampleMs,
    };
  }
}

interface Place {
  readonly appPort: number;
  readonly apiUrl: string;
}

async function measure(workbench: Workbench, place: Place): Promise<readonly Split[]> {
  const http = probes.get('http');
  if (!http) throw new TypeError('there is no probe http');
  const watched = new WatchedProbe(http);
  const catalogue: Catalogue = { faults, drivers, probes: byKind([watched.kind]) };
  const port = await createProxy(place);
  const secrets = secretsFromEnvironment();
  const opened = await openDrivers({
    catalogue,
    config: { toxiproxy: { url: place.apiUrl } },
    kinds: ['toxiproxy'],
    context: { secrets, stateDir: workbench.dir, baseDir: workbench.dir },
  });
  const input = {
    catalogue,
    drivers: opened,
    helpers: helperProcesses({ stateDir: workbench.dir, command: [] }),
    secrets,
    clock: systemClock(),
    owner: { pid: process.pid, host: 'bench' },
    musterVersion: 'bench',
  };
  const target = await findProxy(opened);
  const store = jsonlJournalStore(workbench.dir);
  const splits: Split[] = [];
  for (let index = 0; splits.length < RUNS && index < MOST_RUNS; index += 1) {
    const recorder = new Recorder(watched);
    await startRun({
      ...input,
      plan: planOf(target, port, index),
      journal: await store.create(`abort-${index}`),
      observe: ({ event }) => recorder.observe(event),
    } satisfies RunInput).finished;
    await refuseLeftovers(place);
    if (recorder.split) splits.push(recorder.split);
  }
  await Promise.all([...opened.values()].map((driver) => driver.close()));
  if (splits.length < RUNS)
    throw new TypeError(`${splits.length} of ${MOST_RUNS} runs were steady before the fault`);
  return splits;
}

/** The port on which it listens. */
async function createProxy({ apiUrl, appPort }: Place): Promise<number> {
  const body = { name: 'payments', listen: '127.0.0.1:0', upstream: `127.0.0.1:${appPort}` };
  const response = await fetch(`${apiUrl}/proxies`, { method: 'POST', body: JSON.stringify(body) });
  const { listen } = (await response.json()) as { listen: string };
  return Number(listen.split(':')[1]);
}

async function refuseLeftovers({ apiUrl }: Place): Promise<void> {
  const toxics = await (await fetch(`${apiUrl}/proxies/payments/toxics`)).text();
  if (toxics.trim() !== '[]') throw new TypeError(`said to be undone, but the proxy has ${toxics}`);
}

async function findProxy(opened: Parameters<typeof findTargets>[0]['drivers']): Promise<Target> {
  const spec = {
    targets: { payments: { driver: 'toxiproxy', select: { proxy: 'payments' }, mode: 'all' } },
  };
  const experiment = { spec } as unknown as Parameters<typeof findTargets>[0]['experiment'];
  const found = await findTargets({ experiment, drivers: opened, signal: AbortSignal.timeout(5000) });
  const target = found['payments']?.[0];
  if (!target) throw new TypeError('the proxy is not found');
  return target;
}

function planOf(target: Target, port: number, index: number): Plan {
  const conditions = [
    { field: 'latency', type: 'duration', aggregate: 'each', comparison: 'lte', limit: LATENCY_MS / 2 },
  ] as const;
  const params = { url: `http://127.0.0.1:${port}/`, method: 'GET', headers: {}, followRedirects: false };
  const judge = { conditions, overMs: TICK_MS, passing: 0.5, atLeast: 1 };
  return benchPlan({
    baselineMs: 2 * TICK_MS,
    probes: [benchProbe({ name: 'p', kind: 'http', params, everyMs: TICK_MS, judge })],
    faults: [
      benchFault({
        kind: 'network-latency',
        params: { latency: LATENCY_MS, jitter: 0, direction: 'downstream', toxicity: 1 },
        target,
        holdMs: 30_000,
        token: `muster-bench-${index}`,
      }),
    ],
    guards: [{ rule: 'failing-for', name: 'g', at: '', probe: 'p', failingForMs: 0 }],
  });
}

function rowsOf(splits: readonly Split[]): readonly BenchRow[] {
  const row = (metric: string, part: keyof Split, share: number, limit?: number): BenchRow => ({
    metric: `${metric} p${share * 100}`,
    unit: 'ms',
    ours: percentile(
      splits.map((split) => split[part]),
      share,
    ),
    better: 'less',
    ...(limit === undefined ? {} : { goal: { of: 'ours', limit } }),
  });
  const both = (metric: string, part: keyof Split): readonly BenchRow[] => [
    row(metric, part, 0.5),
    row(metric, part, 0.99),
  ];
  return [
    row('deciding sample to verified undone', 'total', 0.5, 10),
    row('deciding sample to verified undone', 'total', 0.99, 50),
    ...both('  of that: decision', 'decision'),
    ...both('  of that: undo', 'undo'),
    ...both('  of that: reading back', 'readBack'),
    ...both(`injection to deciding sample (${TICK_MS} ms ticks, ${LATENCY_MS} ms latency)`, 'wait'),
  ];
}
