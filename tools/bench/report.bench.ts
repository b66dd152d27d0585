// From the journal on disk to the page: 100,000 events, ten probes of which one in a hundred measurements fails.
import type { RunEvent, RunJournal } from '#core';
import { jsonlJournalStore } from '#journal';
import { buildReport, renderHtml, renderJson } from '#report';
import type { BenchGroup, BenchRow } from './bench.group.ts';
import { benchFault, benchPlan, benchProbe } from './bench.plan.ts';
import { median } from './statistics.ts';

const EVENTS = 100_000;
const PROBES = 10;
const TICK_MS = 100;
const ROUNDS = 5;
const MB = 1e6;

export const reportBench: BenchGroup = {
  name: 'report',
  summary: `the report of ${EVENTS.toLocaleString('en')} events`,
  limitMs: 60_000,
  async run({ dir }) {
    const store = jsonlJournalStore(dir);
    await write(await store.create('run'));
    const [read, rendered]: number[][] = [[], []];
    let sizes = { page: 0, json: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      const startedMs = performance.now();
      const options = { command: 'muster run bench', recoverCommand: 'muster recover run', hash: String };
      const report = await buildReport(store.read('run'), options);
      const builtMs = performance.now();
      const page = renderHtml(report);
      read?.push(builtMs - startedMs);
      rendered?.push(performance.now() - builtMs);
      if (report.counts.events !== EVENTS) throw new TypeError(`${report.counts.events} events were read`);
      sizes = { page: Buffer.byteLength(page), json: Buffer.byteLength(renderJson(report)) };
    }
    return [...speed(median(read ?? []), median(rendered ?? [])), ...size(sizes)];
  },
};

const speed = (readMs: number, renderMs: number): readonly BenchRow[] => [
  {
    metric: 'journal to report and page',
    unit: 's',
    ours: (readMs + renderMs) / 1000,
    better: 'less',
    goal: { of: 'ours', limit: 2 },
  },
  { metric: 'of which rendering the page', unit: 'ms', ours: renderMs, better: 'less' },
];

const size = ({ page, json }: { page: number; json: number }): readonly BenchRow[] => [
  { metric: 'size of the page', unit: 'MB', ours: page / MB, better: 'less', goal: { of: 'ours', limit: 5 } },
  { metric: 'size of the JSON', unit: 'MB', ours: json / MB, better: 'less' },
];

const names = Array.from({ length: PROBES }, (_, index) => `probe ${index}`);

const plan = benchPlan({
  baselineMs: 2000,
  probes: names.map((name) =>
    benchProbe({
      name,
      kind: 'http',
      params: {},
      everyMs: TICK_MS,
      judge: {
        conditions: [{ field: 'latency', type: 'duration', aggregate: 'p99', comparison: 'lte', limit: 400 }],
        overMs: 2000,
        passing: 1,
        atLeast: 3,
      },
    }),
  ),
  faults: [
    benchFault({
      kind: 'network-latency',
      params: {},
      target: { driver: 'toxiproxy', id: 'p', name: 'p', labels: {}, locator: {} },
      holdMs: 600_000,
    }),
  ],
  guards: [],
});

const before: readonly RunEvent[] = [
  { type: 'run.planned', plan, owner: { pid: 1, host: 'bench' }, musterVersion: 'bench' },
  { type: 'phase.entered', phase: 'injecting' },
  { type: 'fault.due', fault: 'f' },
  { type: 'fault.armed', fault: 'f', undo: {}, endsByItself: true },
  { type: 'fault.injected', fault: 'f', tookMs: 2 },
];
const after: readonly RunEvent[] = [
  { type: 'fault.undo-started', fault: 'f' },
  { type: 'fault.undone', fault: 'f', undoMs: 2, verifyMs: 1, attempts: 1 },
  { type: 'run.recovered', afterMs: 10 },
  { type: 'phase.entered', phase: 'concluded' },
  { type: 'run.concluded', verdict: 'pass', cleanup: 'clean', message: 'the hypothesis held' },
];

async function write(journal: RunJournal): Promise<void> {
  const measurements = EVENTS - before.length - after.length;
  let atMs = Date.UTC(2026, 0, 1);
  const append = (events: readonly RunEvent[]) => journal.append(events, atMs, { durable: false });
  await append(before);
  for (let done = 0; done < measurements; done += PROBES) {
    atMs += TICK_MS;
    await append(names.slice(0, measurements - done).map((probe, index) => measured(probe, done + index)));
  }
  await append(after);
  await journal.close();
}

/** Values that differ without chance: the same journal each time. */
function measured(probe: string, index: number): RunEvent {
  const isSlow = index % 100 === 7;
  const latency = isSlow ? 450 + (index % 997) : 20 + ((index * 7919) % 300);
  return {
    type: 'probe.measured',
    probe,
    tookMs: latency,
    lateMs: (index % 10) / 10,
    passed: !isSlow,
    fields: { status: 200, latency, size: 512, failed: '' },
  };
}
