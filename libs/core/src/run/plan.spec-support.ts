// A small plan for tests of the decider.
import type { Plan, PlannedFault, PlannedGap, PlannedProbe } from '../plan/plan.ts';

const gap: PlannedGap = {
  title: 'gap',
  severity: 'SEV2',
  owner: 'team-checkout',
  runbook: undefined,
  fix: undefined,
};

export const aFault = (id: string, more: Partial<PlannedFault> = {}): PlannedFault => ({
  id,
  name: id,
  kind: 'network-latency',
  params: {},
  target: { driver: 'toxiproxy', id, name: id, labels: {}, locator: {} },
  explain: '',
  explainUndo: '',
  reversible: 'yes',
  effect: 'traffic',
  holdMs: 1000,
  after: [],
  delayMs: 0,
  ramp: undefined,
  token: id,
  at: 'x.yaml:1',
  ...more,
});

const aProbe = (name: string): PlannedProbe => ({
  name,
  role: 'steady-state',
  kind: 'http',
  params: {},
  explain: '',
  everyMs: 100,
  timeoutMs: 1000,
  judge: { conditions: [], overMs: 1000, passing: 1, atLeast: 3 },
  during: ['baseline', 'fault', 'recovery'],
  gap,
  at: 'x.yaml:2',
});

export const aPlan = (faults: readonly PlannedFault[], more: Partial<Plan> = {}): Plan => ({
  version: 1,
  experiment: 'x',
  title: 'x',
  file: 'x.yaml',
  hypothesis: 'it holds',
  service: undefined,
  owner: 'team-checkout',
  environment: { name: 'e', production: false, baseDir: '/', drivers: {} },
  probes: [aProbe('p')],
  faults,
  guards: [],
  alerts: [],
  recovery: { withinMs: 5000, gap, at: 'x.yaml:3' },
  timing: { baselineMs: 1000, faultDeadlineMs: 20_000, undoMs: 3000 },
  hash: '',
  ...more,
});
