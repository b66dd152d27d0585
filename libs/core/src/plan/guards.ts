// Abort rules of the experiment as planned guards; the default rules that every run has; rules that can never fire.
import {
  type AbortRuleSpec,
  type Experiment,
  formatDuration,
  formatPlace,
  type Located,
  type Problem,
  type Service,
} from '#spec';
import type { Catalogue } from '../kinds/catalogue.ts';
import { planConditions } from '../verdict/condition.ts';
import type { PlannedGuard, PlannedProbe } from './plan.ts';

export interface GuardInput {
  readonly experiment: Located<Experiment>;
  readonly services: readonly Located<Service>[];
  readonly probes: readonly PlannedProbe[];
  readonly catalogue: Catalogue;
}

export function planGuards(input: GuardInput): {
  guards: readonly PlannedGuard[];
  problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const written = input.experiment.value.spec.abort.flatMap(({ when }, index) => {
    const result = planRule(when, ['spec', 'abort', index, 'when'], input);
    if (result.problem) problems.push(result.problem);
    return result.guard ?? [];
  });
  return { guards: [...written, ...defaultGuards(input.probes, written)], problems };
}

/** Every steady-state probe is watched for silence, unless a rule of the experiment does so already. */
function defaultGuards(
  probes: readonly PlannedProbe[],
  written: readonly PlannedGuard[],
): readonly PlannedGuard[] {
  return probes
    .filter((probe) => probe.role === 'steady-state' && probe.during.includes('fault'))
    .filter((probe) => !written.some((guard) => guard.rule === 'no-data' && guard.probe === probe.name))
    .map((probe) => ({
      rule: 'no-data',
      name: `data from ${probe.name}`,
      at: 'default',
      probe: probe.name,
      noDataForMs: probe.timeoutMs + 3 * probe.everyMs,
    }));
}

type Result = { readonly guard?: PlannedGuard; readonly problem?: Problem };
type RulePath = readonly (string | number)[];

function planRule(when: AbortRuleSpec, path: RulePath, input: GuardInput): Result {
  const at = formatPlace(input.experiment.place(path));
  if ('slo' in when) return planSloRule(when, path, input);
  const base = { at, probe: when.probe };
  if ('failingFor' in when) {
    const name = `${when.probe} failing for ${formatDuration(when.failingFor)}`;
    return { guard: { ...base, name, rule: 'failing-for', failingForMs: when.failingFor } };
  }
  if ('noDataFor' in when) {
    return {
      guard: { ...base, name: `no data from ${when.probe}`, rule: 'no-data', noDataForMs: when.noDataFor },
    };
  }
  return {
    guard: {
      ...base,
      name: `${when.probe} failing share`,
      rule: 'error-ratio',
      ratio: when.failing.gte,
      overMs: when.over,
    },
  };
}

type SloRule = Extract<AbortRuleSpec, { slo: string }>;

function planSloRule(when: SloRule, path: RulePath, input: GuardInput): Result {
  const { experiment, services } = input;
  const slo = services.flatMap((service) => service.value.spec.slos).find((one) => one.name === when.slo);
  if (!slo) {
    const known = services.flatMap((service) => service.value.spec.slos.map((one) => one.name)).join(', ');
    return {
      problem: experiment.problem(
        [...path, 'slo'],
        'MUS1031',
        `no service defines the SLO ${when.slo}`,
        `Defined: ${known || 'none'}.`,
      ),
    };
  }
  const probe = sliProbe(when, input);
  if (!probe) {
    return {
      problem: experiment.problem(
        path,
        'MUS1031',
        `which probe counts good and bad for ${when.slo}?`,
        'Name it: probe: <name of the steady-state probe>.',
      ),
    };
  }
  const fields = input.catalogue.probes.get(probe.kind)?.fields ?? {};
  const base = {
    at: formatPlace(experiment.place(path)),
    probe: probe.name,
    slo: slo.name,
    objective: slo.objective,
    good: planConditions(slo.good, fields),
  };
  if ('burnRate' in when) return planBurnRate(when, path, { base, probe, experiment });
  if (slo.eventsPerSecond === undefined) {
    return {
      problem: experiment.problem(
        [...path, 'budget'],
        'MUS1035',
        `the SLO ${slo.name} says no eventsPerSecond, so that its budget is unknown`,
      ),
    };
  }
  const allowedBad = Math.max(
    1,
    Math.floor((1 - slo.objective) * slo.eventsPerSecond * (slo.period / 1000) * when.budget),
  );
  return { guard: { ...base, name: `${slo.name} budget`, rule: 'budget', allowedBad } };
}

function sliProbe(when: SloRule, { probes }: GuardInput): PlannedProbe | undefined {
  const candidates = probes.filter((probe) => probe.role === 'steady-state');
  if (when.probe) return candidates.find((probe) => probe.name === when.probe);
  return candidates.length === 1 ? candidates[0] : undefined;
}

interface BurnRateInput {
  readonly base: Omit<
    Extract<PlannedGuard, { rule: 'burn-rate' }>,
    'name' | 'rule' | 'burnRate' | 'longMs' | 'shortMs'
  >;
  readonly probe: PlannedProbe;
  readonly experiment: Located<Experiment>;
}

/** A burn rate above 1/(1 - objective) would need more bad events than there are events: refused at load. */
function planBurnRate(
  when: Extract<SloRule, { burnRate: unknown }>,
  path: RulePath,
  { base, probe, experiment }: BurnRateInput,
): Result {
  const most = 1 / (1 - base.objective);
  if (when.burnRate.gte >= most * (1 + 1e-9)) {
    const rounded = Math.round(most * 10) / 10;
    const message = `burn rate ${when.burnRate.gte}x can never be reached: with every event bad, ${base.slo} burns ${rounded}x`;
    return {
      problem: experiment.problem(
        [...path, 'burnRate', 'gte'],
        'MUS1035',
        message,
        `Choose less than ${rounded}.`,
      ),
    };
  }
  const shortMs = Math.max(when.over / 12, 2 * probe.everyMs);
  const name = `${base.slo} burn rate`;
  return {
    guard: { ...base, name, rule: 'burn-rate', burnRate: when.burnRate.gte, longMs: when.over, shortMs },
  };
}
