// Faults of the experiment, one planned fault for each target chosen.
import { type FaultSpec, formatPercent, formatPlace, type Problem } from '#spec';
import type { Json } from '../json.ts';
import type { CapabilityName, Target } from '../ports/capabilities.ts';
import type { Refusal } from './blast-radius.ts';
import type { CompileInput } from './compile-input.ts';
import type { PlannedFault } from './plan.ts';
import { chooseTargets } from './targets.ts';

interface PlannedFaults {
  readonly faults: readonly PlannedFault[];
  readonly problems: readonly Problem[];
  readonly refusals: readonly Refusal[];
}

export function planFaults(input: CompileInput): PlannedFaults {
  const { faults: specs, targets, seed } = input.experiment.value.spec;
  const chosen = new Map<string, readonly Target[]>();
  for (const [name, target] of Object.entries(targets)) {
    chosen.set(name, chooseTargets(input.found[name] ?? [], target.mode, seed));
  }
  const ids = (name: string | undefined): readonly string[] =>
    specs.filter((spec) => spec.name === name).flatMap((spec) => idsOf(spec, chosen.get(spec.target) ?? []));
  const ordered = inOrder(specs);
  const faults = ordered.flatMap((spec) =>
    planFault(input, spec, { targets: chosen.get(spec.target) ?? [], after: ids(spec.after) }),
  );
  return {
    faults: faults.map((fault, index) => ({ ...fault, token: `muster-${input.run}-${index + 1}` })),
    problems: [...fitProblems(input), ...conflictProblems(input, faults)],
    refusals: [...emptyTargets(input), ...shareRefusals(input, chosen)],
  };
}

/** Those that others wait for come first; circles were refused when the file was loaded. */
function inOrder(specs: readonly FaultSpec[]): readonly FaultSpec[] {
  const depth = (spec: FaultSpec, seen = 0): number => {
    const before = specs.find((one) => one.name === spec.after);
    return before && seen < specs.length ? depth(before, seen + 1) + 1 : 0;
  };
  return specs
    .map((spec) => ({ spec, depth: depth(spec) }))
    .sort((a, b) => a.depth - b.depth)
    .map(({ spec }) => spec);
}

const idsOf = (spec: FaultSpec, targets: readonly Target[]): readonly string[] =>
  targets.map((target) => (targets.length === 1 ? spec.name : `${spec.name} @ ${target.name}`));

function planFault(
  input: CompileInput,
  spec: FaultSpec,
  { targets, after }: { targets: readonly Target[]; after: readonly string[] },
): readonly PlannedFault[] {
  const kind = input.catalogue.faults.get(spec.fault);
  if (!kind) return [];
  const index = input.experiment.value.spec.faults.findIndex((one) => one.name === spec.name);
  const ids = idsOf(spec, targets);
  return targets.map((target, nth) => ({
    id: ids[nth] ?? spec.name,
    name: spec.name,
    kind: spec.fault,
    params: spec.with as Json,
    target,
    explain: kind.explain(spec.with, target.name),
    explainUndo: kind.explainUndo(spec.with, target.name),
    reversible: kind.reversible,
    effect: kind.effect,
    holdMs: spec.for,
    after,
    delayMs: spec.delay,
    ramp: spec.ramp ? { overMs: spec.ramp.over, steps: spec.ramp.steps } : undefined,
    token: '',
    at: formatPlace(input.experiment.place(['spec', 'faults', index, 'name'])),
  }));
}

function fitProblems({ experiment, catalogue }: CompileInput): readonly Problem[] {
  return experiment.value.spec.faults.flatMap((spec, index) => {
    const path = ['spec', 'faults', index];
    const kind = catalogue.faults.get(spec.fault);
    const driverKind = experiment.value.spec.targets[spec.target]?.driver;
    const driver = driverKind === undefined ? undefined : catalogue.drivers.get(driverKind);
    if (!kind || !driver) return [];
    if (!driver.offers.includes(kind.needs as CapabilityName)) {
      const message = `${spec.fault} needs ${kind.needs}, driver ${driver.kind} offers ${driver.offers.join(', ')}`;
      return [experiment.problem([...path, 'target'], 'MUS1034', message)];
    }
    if (spec.ramp && !kind.atShare)
      return [
        experiment.problem(
          [...path, 'ramp'],
          'MUS1034',
          `${spec.fault} cannot grow in steps`,
          'Remove `ramp`.',
        ),
      ];
    return [];
  });
}

/** Two faults of one effect on one target may not overlap: undoing one would undo or unveil the other. */
function conflictProblems({ experiment }: CompileInput, faults: readonly PlannedFault[]): readonly Problem[] {
  const specs = experiment.value.spec.faults;
  const follows = (a: PlannedFault, b: PlannedFault): boolean =>
    a.after.includes(b.id) || a.after.some((id) => faults.some((one) => one.id === id && follows(one, b)));
  return faults.flatMap((fault, index) => {
    const other = faults
      .slice(0, index)
      .find(
        (one) =>
          one.effect === fault.effect &&
          one.effect !== 'traffic' &&
          one.target.driver === fault.target.driver &&
          one.target.id === fault.target.id &&
          !follows(fault, one) &&
          !follows(one, fault),
      );
    if (!other) return [];
    const at = specs.findIndex((one) => one.name === fault.name);
    const message = `"${fault.name}" and "${other.name}" both act on the ${fault.effect} of ${fault.target.name} and may overlap`;
    return [experiment.problem(['spec', 'faults', at, 'name'], 'MUS1036', message)];
  });
}

function emptyTargets({ experiment, found }: CompileInput): readonly Refusal[] {
  const used = new Set(experiment.value.spec.faults.map((fault) => fault.target));
  return Object.entries(experiment.value.spec.targets)
    .filter(([name]) => used.has(name) && (found[name] ?? []).length === 0)
    .map(([name, target]) => ({
      code: 'MUS2002',
      message: `target ${name}: driver ${target.driver} found nothing for ${JSON.stringify(target.select)}`,
      at: formatPlace(experiment.place(['spec', 'targets', name])),
    }));
}

function shareRefusals(
  { environment, found }: CompileInput,
  chosen: ReadonlyMap<string, readonly Target[]>,
): readonly Refusal[] {
  const { maxShare } = environment.value.spec.allow;
  return [...chosen].flatMap(([name, targets]) => {
    const of = found[name]?.length ?? 0;
    if (of === 0 || targets.length / of <= maxShare) return [];
    const message = `target ${name} harms ${targets.length} of ${of} (${formatPercent(targets.length / of)}), at most ${formatPercent(maxShare)} is allowed`;
    return [{ code: 'MUS2001', message, at: formatPlace(environment.place(['spec', 'allow', 'maxShare'])) }];
  });
}
