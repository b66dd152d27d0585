// The plan of a small experiment, as compilePlan makes them: slow payments against a checkout.
import type { Plan, PlannedAlert, PlannedFault, PlannedGap, PlannedGuard, PlannedProbe } from '#core';

const file = 'experiments/slow-payments/experiment.yaml';

export const aGap = (more: Partial<PlannedGap> = {}): PlannedGap => ({
  title: 'checkout has no timeout on payments',
  severity: 'SEV2',
  owner: 'team-checkout',
  runbook: {
    name: 'payments-slow',
    path: '../runbooks/payments-slow.md',
    step: 'resolve',
    stepTitle: 'Resolve',
  },
  fix: 'Give the call to payments a timeout and a fallback quote.',
  ...more,
});

export const aProbe = (more: Partial<PlannedProbe> = {}): PlannedProbe => ({
  name: 'checkout answers',
  role: 'steady-state',
  kind: 'http',
  params: {},
  explain: 'GET http://127.0.0.1:21080/cart/1',
  everyMs: 50,
  timeoutMs: 2000,
  judge: {
    conditions: [
      { field: 'status', type: 'number', aggregate: 'each', comparison: 'eq', limit: 200 },
      { field: 'latency', type: 'duration', aggregate: 'p99', comparison: 'lte', limit: 400 },
    ],
    overMs: 2000,
    passing: 1,
    atLeast: 3,
  },
  during: ['baseline', 'fault', 'recovery'],
  gap: aGap(),
  at: `${file}:11`,
  ...more,
});

export const aFault = (more: Partial<PlannedFault> = {}): PlannedFault => ({
  id: 'payments is slow',
  name: 'payments is slow',
  kind: 'network-latency',
  params: {},
  target: { driver: 'toxiproxy', id: 'payments', name: 'payments', labels: {}, locator: {} },
  explain: 'adds 600 ms ± 50 ms to what comes back through proxy payments',
  explainUndo: 'remove 1 toxic from proxy payments',
  reversible: 'yes',
  effect: 'traffic',
  holdMs: 4000,
  after: [],
  delayMs: 0,
  ramp: undefined,
  token: 'muster-1',
  at: `${file}:21`,
  ...more,
});

export const aGuard: PlannedGuard = {
  rule: 'burn-rate',
  name: 'checkout-availability burn rate',
  at: `${file}:27`,
  probe: 'checkout answers',
  slo: 'checkout-availability',
  objective: 0.99,
  burnRate: 28.8,
  longMs: 2000,
  shortMs: 200,
  good: [{ field: 'latency', type: 'duration', aggregate: 'p99', comparison: 'lte', limit: 400 }],
};

const alertGap = aGap({
  title: 'CheckoutLatencyHigh did not fire',
  severity: 'SEV3',
  fix: undefined,
  runbook: {
    name: 'payments-slow',
    path: '../runbooks/payments-slow.md',
    step: undefined,
    stepTitle: undefined,
  },
});

export const anAlert = (withinMs: number): PlannedAlert => ({
  name: 'CheckoutLatencyHigh',
  withinMs,
  probe: 'alert CheckoutLatencyHigh',
  gap: alertGap,
  at: `${file}:30`,
});

export const alertProbe = aProbe({
  name: 'alert CheckoutLatencyHigh',
  role: 'alert',
  everyMs: 500,
  judge: {
    conditions: [
      { field: 'body', type: 'text', aggregate: 'each', comparison: 'contains', limit: '"firing":true' },
    ],
    overMs: 500,
    passing: 1,
    atLeast: 1,
  },
  during: ['fault'],
  gap: alertGap,
});

export const aPlan = (more: Partial<Plan> = {}): Plan => ({
  version: 1,
  experiment: 'checkout-survives-slow-payments',
  title: 'Slow payments',
  file,
  hypothesis: 'Checkout answers within 400 ms for 99 % of buyers while payments is 600 ms slower.',
  service: 'checkout',
  owner: 'team-checkout',
  environment: { name: 'demo-shop', production: false, baseDir: '/shop/experiments', drivers: {} },
  probes: [aProbe()],
  faults: [aFault()],
  guards: [],
  alerts: [],
  recovery: {
    withinMs: 10_000,
    gap: aGap({ title: 'does not recover in time', fix: undefined }),
    at: `${file}:32`,
  },
  timing: { baselineMs: 2000, faultDeadlineMs: 20_000, undoMs: 3000 },
  hash: '5b1f0c6d2a9e4f37b8c1d0e2f3a4b5c6d7e8f90123456789abcdef0123456789',
  ...more,
});
