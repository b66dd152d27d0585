// compilePlan: experiment + environment + catalog + the targets found -> a frozen plan, or every reason why not.
import { formatPlace, type GapSpec, type Located, type Problem, type Service, type Severity } from '#spec';
import type { Json, JsonObject } from '../json.ts';
import { planConditions } from '../verdict/condition.ts';
import { type Refusal, refusals } from './blast-radius.ts';
import type { CompileInput } from './compile-input.ts';
import { planFaults } from './faults.ts';
import { planGuards } from './guards.ts';
import type { Plan, PlannedAlert, PlannedGap, PlannedProbe, PlannedRunbook } from './plan.ts';

export interface CompileResult {
  readonly plan: Plan;
  /** Wrong in the files. */
  readonly problems: readonly Problem[];
  /** Right, but not allowed here. */
  readonly refusals: readonly Refusal[];
}

const defaultProbeTimeoutMs = 2000;
const defaultRecoveryMs = 30_000;

export function compilePlan(input: CompileInput): CompileResult {
  const { experiment, environment } = input;
  const { spec, metadata } = experiment.value;
  const probes = [...steadyStateProbes(input), ...alertProbes(input)];
  const faults = planFaults(input);
  const guards = planGuards({ ...input, probes });
  const lastMs = longestMs(faults.faults);
  const body: Omit<Plan, 'hash'> = {
    version: 1,
    experiment: metadata.name,
    title: metadata.title ?? metadata.name,
    file: experiment.file,
    hypothesis: spec.hypothesis,
    service: spec.service,
    owner: ownerOf(input),
    environment: {
      name: environment.value.metadata.name,
      production: environment.value.spec.production,
      baseDir: input.baseDir,
      drivers: environment.value.spec.drivers as Record<string, JsonObject>,
    },
    probes,
    faults: faults.faults,
    guards: guards.guards,
    alerts: planAlerts(input),
    recovery: planRecovery(input),
    timing: {
      baselineMs: baselineMs(input),
      faultDeadlineMs: lastMs + 5000 + lastMs / 2,
      undoMs: spec.timing.undo,
    },
  };
  const plan = JSON.parse(JSON.stringify({ ...body, hash: input.hash(canonical(hashed(body))) })) as Plan;
  return {
    plan,
    problems: [...serviceProblems(input), ...runbookProblems(input), ...faults.problems, ...guards.problems],
    refusals: [
      ...faults.refusals,
      ...refusals({
        environment,
        faults: plan.faults,
        probes,
        hosts: hostsOf(input, probes),
        catalogue: input.catalogue,
      }),
    ],
  };
}

/** Tokens are unique to each run; the same experiment against the same targets has the same hash. */
const hashed = (body: Omit<Plan, 'hash'>): unknown => ({
  ...body,
  faults: body.faults.map((fault) => ({ ...fault, token: '' })),
});

/** JSON with sorted keys: equal values give equal text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

const longestMs = (faults: Plan['faults']): number => {
  const endOf = new Map<string, number>();
  for (const fault of faults) {
    const before = Math.max(0, ...fault.after.map((id) => endOf.get(id) ?? 0));
    endOf.set(fault.id, before + fault.delayMs + fault.holdMs);
  }
  return Math.max(0, ...endOf.values());
};

function baselineMs({ experiment }: CompileInput): number {
  const { spec } = experiment.value;
  return (
    spec.timing.baseline ??
    Math.max(
      ...spec.steadyState.filter((one) => one.during.includes('baseline')).map((one) => one.judge.over),
      0,
    )
  );
}

function ownService({ experiment, services }: CompileInput): Located<Service> | undefined {
  return services.find((service) => service.value.metadata.name === experiment.value.spec.service);
}

const ownerOf = (input: CompileInput): string => ownService(input)?.value.spec.owner ?? 'unowned';

function steadyStateProbes(input: CompileInput): readonly PlannedProbe[] {
  const { experiment, catalogue } = input;
  return experiment.value.spec.steadyState.map((spec, index) => {
    const kind = catalogue.probes.get(spec.probe);
    return {
      name: spec.name,
      role: 'steady-state',
      kind: spec.probe,
      params: spec.with as Json,
      explain: kind?.explain(spec.with) ?? spec.probe,
      everyMs: spec.every,
      timeoutMs: spec.timeout ?? defaultProbeTimeoutMs,
      judge: {
        conditions: planConditions(spec.judge.expect, kind?.fields ?? {}),
        overMs: spec.judge.over,
        passing: spec.judge.passing,
        atLeast: spec.judge.atLeast,
      },
      during: spec.during,
      gap: planGap(input, spec.gap, { title: `${spec.name}: did not hold`, severity: 'SEV2' }),
      at: formatPlace(experiment.place(['spec', 'steadyState', index, 'name'])),
    };
  });
}

const alertProbeName = (alert: string): string => `alert ${alert}`;

function alertProbes(input: CompileInput): readonly PlannedProbe[] {
  const { experiment, catalogue } = input;
  return experiment.value.spec.expect.alerts.map((alert, index) => {
    const kind = catalogue.probes.get(alert.observe.probe);
    return {
      name: alertProbeName(alert.name),
      role: 'alert',
      kind: alert.observe.probe,
      params: alert.observe.with as Json,
      explain: kind?.explain(alert.observe.with) ?? alert.observe.probe,
      everyMs: alert.every,
      timeoutMs: defaultProbeTimeoutMs,
      judge: {
        conditions: planConditions(alert.observe.expect, kind?.fields ?? {}),
        overMs: alert.every,
        passing: 1,
        atLeast: 1,
      },
      during: ['fault'],
      gap: planGap(input, alert.gap, { title: `${alert.name} did not fire`, severity: 'SEV3' }),
      at: formatPlace(experiment.place(['spec', 'expect', 'alerts', index])),
    };
  });
}

function planAlerts(input: CompileInput): readonly PlannedAlert[] {
  return input.experiment.value.spec.expect.alerts.map((alert, index) => ({
    name: alert.name,
    withinMs: alert.within,
    probe: alertProbeName(alert.name),
    gap: planGap(input, alert.gap, { title: `${alert.name} did not fire`, severity: 'SEV3' }),
    at: formatPlace(input.experiment.place(['spec', 'expect', 'alerts', index])),
  }));
}

function planRecovery(input: CompileInput): Plan['recovery'] {
  const { expect } = input.experiment.value.spec;
  return {
    withinMs: expect.recoversWithin ?? defaultRecoveryMs,
    gap: planGap(input, expect.gap, { title: 'does not recover in time', severity: 'SEV2' }),
    at: formatPlace(input.experiment.place(['spec', 'expect', 'recoversWithin'])),
  };
}

function planGap(
  input: CompileInput,
  gap: GapSpec | undefined,
  fallback: { title: string; severity: Severity },
): PlannedGap {
  return {
    title: gap?.title ?? fallback.title,
    severity: gap?.severity ?? fallback.severity,
    owner: ownerOf(input),
    runbook: gap?.runbook === undefined ? undefined : planRunbook(input, gap.runbook),
    fix: gap?.fix,
  };
}

function planRunbook({ services, runbookSteps }: CompileInput, ref: string): PlannedRunbook {
  const [name = ref, step] = ref.split('#');
  const known = services.flatMap((service) => service.value.spec.runbooks).find((one) => one.name === name);
  return {
    name,
    path: known?.path ?? '',
    step,
    stepTitle: step === undefined ? undefined : runbookSteps?.[name]?.[step],
  };
}

function serviceProblems(input: CompileInput): readonly Problem[] {
  const { experiment, services } = input;
  const { service } = experiment.value.spec;
  if (service === undefined || ownService(input)) return [];
  const known = services.map((one) => one.value.metadata.name).join(', ');
  return [
    experiment.problem(
      ['spec', 'service'],
      'MUS1031',
      `no service ${service} in the catalog`,
      `Known: ${known || 'none'}.`,
    ),
  ];
}

function runbookProblems({ experiment, services, runbookSteps }: CompileInput): readonly Problem[] {
  const { steadyState, expect } = experiment.value.spec;
  const refs = [
    ...steadyState.map((one, index) => ({
      gap: one.gap,
      path: ['spec', 'steadyState', index, 'gap', 'runbook'],
    })),
    ...expect.alerts.map((one, index) => ({
      gap: one.gap,
      path: ['spec', 'expect', 'alerts', index, 'gap', 'runbook'],
    })),
    { gap: expect.gap, path: ['spec', 'expect', 'gap', 'runbook'] },
  ];
  const known = services.flatMap((service) => service.value.spec.runbooks.map((one) => one.name));
  return refs.flatMap(({ gap, path }) => {
    if (gap?.runbook === undefined) return [];
    const [name = '', step] = gap.runbook.split('#');
    if (!known.includes(name))
      return [
        experiment.problem(
          path,
          'MUS1031',
          `no service lists a runbook ${name}`,
          `Known: ${known.join(', ') || 'none'}.`,
        ),
      ];
    const steps = runbookSteps?.[name];
    if (step === undefined || steps === undefined || step in steps) return [];
    return [
      experiment.problem(
        path,
        'MUS1031',
        `runbook ${name} has no heading #${step}`,
        `Headings: ${Object.keys(steps).join(', ')}.`,
      ),
    ];
  });
}

function hostsOf(
  { experiment, environment, catalogue }: CompileInput,
  probes: readonly PlannedProbe[],
): readonly { host: string; what: string }[] {
  const fromProbes = probes.flatMap((probe) =>
    (catalogue.probes.get(probe.kind)?.hosts(probe.params) ?? []).map((host) => ({
      host,
      what: `probe ${probe.name}`,
    })),
  );
  const { drivers } = environment.value.spec;
  const fromTargets = Object.entries(experiment.value.spec.targets).flatMap(([name, target]) =>
    (catalogue.drivers.get(target.driver)?.hosts(drivers[target.driver] ?? {}, target.select) ?? []).map(
      (host) => ({ host, what: `target ${name}` }),
    ),
  );
  return [...fromProbes, ...fromTargets];
}
