// How many HTTP probes one run keeps up with, and how late their ticks are. Whole runs: the engine's schedule, real
// requests to a server in another process on the same cores, guards on every probe, and the journal on disk.
import { byKind, type Driver, defineFault, type Plan, type RunEvent } from '#core';
import { startRun } from '#engine';
import { jsonlJournalStore } from '#journal';
import { helperProcesses, secretsFromEnvironment, systemClock } from '#platform';
import { probes } from '#probes';
import { z } from 'zod';
import type { BenchGroup, BenchRow } from './bench.group.ts';
import { benchFault, benchPlan, benchProbe } from './bench.plan.ts';
import { percentile } from './statistics.ts';
import type { Workbench } from './workbench.ts';

interface Load {
  readonly probes: number;
  readonly everyMs: number;
  readonly goalMs?: number;
}

const LOADS: readonly Load[] = [
  { probes: 5, everyMs: 100 },
  { probes: 50, everyMs: 100 },
  { probes: 1000, everyMs: 1000 },
  { probes: 200, everyMs: 100, goalMs: 20 },
];
const BASELINE_MS = 2000;
const MEASURED_MS = 6000;

export const probeBench: BenchGroup = {
  name: 'probe',
  summary: 'HTTP probes per second, and how late their ticks are',
  limitMs: 60_000,
  async run(workbench) {
    const [server, port] = await workbench.fork<number>('probe.server');
    const rows: BenchRow[] = [];
    for (const load of LOADS) rows.push(...rowsOf(load, await measure(workbench, load, port)));
    server.kill();
    return rows;
  },
};

interface Measured {
  readonly lateMs: readonly number[];
  readonly tookMs: readonly number[];
  readonly skipped: number;
  /** Of this process. */
  readonly cpuMs: number;
}

/** Harms nothing: guards look at the probes only while a fault is in place. */
const nothing = defineFault({
  kind: 'nothing',
  title: '',
  summary: '',
  params: z.unknown(),
  needs: 'endpoint',
  reversible: 'yes',
  ifMusterDies: 'nobody',
  effect: 'traffic',
  example: {},
  explain: () => '',
  explainUndo: () => '',
  prepare: async () => ({ undo: null, endsByItself: false }),
  inject: async () => {},
  undo: async () => {},
  verifyUndone: async () => ({ gone: true }),
});
const nowhere: Driver = { find: async () => [], handle: () => ({}) as never, close: async () => {} };

function planOf({ probes: count, everyMs }: Load, port: number): Plan {
  const conditions = [
    { field: 'status', type: 'number', aggregate: 'each', comparison: 'eq', limit: 200 },
    { field: 'latency', type: 'duration', aggregate: 'p99', comparison: 'lte', limit: 1000 },
  ] as const;
  const judge = { conditions, overMs: 5000, passing: 0.5, atLeast: 1 };
  const names = Array.from({ length: count }, (_, index) => `p${index}`);
  return benchPlan({
    baselineMs: BASELINE_MS,
    probes: names.map((name) =>
      benchProbe({ name, kind: 'http', params: paramsOf(port, name), everyMs, judge }),
    ),
    faults: [benchFault({ kind: 'nothing', params: {}, target: TARGET, holdMs: MEASURED_MS })],
    guards: names.flatMap((probe): Plan['guards'] => [
      { rule: 'failing-for', name: `${probe} fails`, at: '', probe, failingForMs: 30_000 },
      { rule: 'no-data', name: `${probe} is silent`, at: '', probe, noDataForMs: 30_000 },
    ]),
  });
}

const TARGET = { driver: 'nowhere', id: 't', name: 't', labels: {}, locator: {} };
const paramsOf = (port: number, name: string) => ({
  url: `http://127.0.0.1:${port}/${name}`,
  method: 'GET',
  headers: {},
  followRedirects: false,
});

async function measure(workbench: Workbench, load: Load, port: number): Promise<Measured> {
  const recorder = new Recorder();
  const state = await startRun({
    plan: planOf(load, port),
    journal: await jsonlJournalStore(workbench.dir).create(`probes-${load.probes}`),
    catalogue: { faults: byKind([nothing]), drivers: new Map(), probes },
    drivers: new Map([['nowhere', nowhere]]),
    helpers: helperProcesses({ stateDir: workbench.dir, command: [] }),
    secrets: secretsFromEnvironment(),
    clock: systemClock(),
    owner: { pid: process.pid, host: 'bench' },
    musterVersion: 'bench',
    observe: ({ event }) => recorder.observe(event),
  }).finished;
  if (state.aborted) throw new TypeError(`the run was aborted: ${state.aborted.message}`);
  return recorder;
}

/** What is measured while the fault is in place; before that, connections are opened and code gets warm. */
class Recorder implements Measured {
  readonly lateMs: number[] = [];
  readonly tookMs: number[] = [];
  skipped = 0;
  cpuMs = 0;
  #recording = false;
  #cpu = process.cpuUsage();

  observe(event: RunEvent): void {
    if (event.type === 'phase.entered') this.#entered(event.phase);
    if (!this.#recording) return;
    if (event.type === 'probe.skipped') this.skipped += event.ticks;
    if (event.type !== 'probe.measured') return;
    this.lateMs.push(event.lateMs);
    this.tookMs.push(event.tookMs);
  }

  #entered(phase: string): void {
    if (this.#recording) {
      const { user, system } = process.cpuUsage(this.#cpu);
      this.cpuMs = (user + system) / 1000;
    }
    this.#recording = phase === 'holding';
    this.#cpu = process.cpuUsage();
  }
}

function rowsOf({ probes: count, everyMs, goalMs }: Load, measured: Measured): readonly BenchRow[] {
  const rate = (count * 1000) / everyMs;
  const { lateMs, tookMs, skipped, cpuMs } = measured;
  const name = `${count} probes every ${everyMs} ms`;
  const goal = goalMs === undefined ? {} : { goal: { of: 'ours', limit: goalMs } as const };
  return [
    {
      metric: `${name}: measured`,
      unit: '/s',
      ours: (lateMs.length * 1000) / MEASURED_MS,
      better: 'more',
      note: `${rate} /s planned, ${skipped} of ${lateMs.length + skipped} ticks skipped`,
    },
    { metric: '  tick lateness p50', unit: 'ms', ours: percentile(lateMs, 0.5), better: 'less' },
    { metric: '  tick lateness p99', unit: 'ms', ours: percentile(lateMs, 0.99), better: 'less', ...goal },
    { metric: '  answer p99', unit: 'ms', ours: percentile(tookMs, 0.99), better: 'less' },
    { metric: '  processor, of one core', unit: '%', ours: (cpuMs * 100) / MEASURED_MS, better: 'less' },
  ];
}
