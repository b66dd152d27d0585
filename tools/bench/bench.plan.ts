// The plan of a run that is measured: everything that its group does not care about.
import type { Plan } from '#core';

const gap = {
  title: '',
  severity: 'SEV2',
  owner: 'team-checkout',
  runbook: undefined,
  fix: undefined,
} as const;

type Probe = Plan['probes'][number];
type Fault = Plan['faults'][number];
type Required<Whole, Keys extends keyof Whole> = Pick<Whole, Keys> & Partial<Whole>;

export function benchProbe(
  probe: Required<Probe, 'name' | 'kind' | 'params' | 'everyMs' | 'judge'>,
): Plan['probes'][number] {
  return {
    role: 'steady-state',
    explain: '',
    timeoutMs: 2000,
    during: ['baseline', 'fault', 'recovery'],
    gap,
    at: '',
    ...probe,
  };
}

export function benchFault(fault: Required<Fault, 'kind' | 'params' | 'target' | 'holdMs'>): Fault {
  return {
    id: 'f',
    name: 'f',
    explain: '',
    explainUndo: '',
    reversible: 'yes',
    effect: 'traffic',
    after: [],
    delayMs: 0,
    ramp: undefined,
    token: 'bench',
    at: '',
    ...fault,
  };
}

export function benchPlan(
  plan: Pick<Plan, 'probes' | 'faults' | 'guards'> & { readonly baselineMs: number },
): Plan {
  const { baselineMs, ...parts } = plan;
  return {
    version: 1,
    experiment: 'bench',
    title: 'bench',
    file: '',
    hypothesis: '',
    service: undefined,
    owner: '',
    environment: { name: 'bench', production: false, baseDir: '/', drivers: {} },
    alerts: [],
    recovery: { withinMs: 5000, gap, at: '' },
    timing: { baselineMs, faultDeadlineMs: 60_000, undoMs: 5000 },
    hash: '',
    ...parts,
  };
}
