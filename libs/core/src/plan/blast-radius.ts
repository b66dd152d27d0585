// What the environment allows: deny by default. Every refusal names the rule, its place and the numbers.
import { type Environment, formatDuration, formatPlace, type Located } from '#spec';
import type { Catalogue } from '../kinds/catalogue.ts';
import type { PlannedFault, PlannedProbe } from './plan.ts';

export interface Refusal {
  readonly code: 'MUS2001' | 'MUS2002' | 'MUS2003';
  readonly message: string;
  /** file:line of the rule that refused. */
  readonly at: string;
}

interface Planned {
  readonly environment: Located<Environment>;
  readonly faults: readonly PlannedFault[];
  readonly probes: readonly PlannedProbe[];
  readonly hosts: readonly { readonly host: string; readonly what: string }[];
  readonly catalogue: Catalogue;
}

/** Everything in the plan that leaves what the environment allows; empty: nothing does. */
export function refusals(planned: Planned): readonly Refusal[] {
  return [
    ...faultRefusals(planned),
    ...targetCount(planned),
    ...hostRefusals(planned),
    ...commandRefusals(planned),
  ];
}

function faultRefusals({ environment, faults }: Planned): readonly Refusal[] {
  const { allow } = environment.value.spec;
  const at = (key: string): string => formatPlace(environment.place(['spec', 'allow', key]));
  return faults.flatMap((fault) => {
    const out: Refusal[] = [];
    const say = (key: string, message: string): void =>
      void out.push({ code: 'MUS2001', message: `${fault.id}: ${message}`, at: at(key) });
    if (!allow.faults.some((pattern) => matches(pattern, fault.kind)))
      say('faults', `fault ${fault.kind} is not among the faults allowed`);
    const rules = allow.targets.filter((rule) => rule.driver === fault.target.driver);
    if (!rules.some((rule) => rule.names.some((pattern) => matches(pattern, fault.target.name)))) {
      say('targets', `target ${fault.target.name} (${fault.target.driver}) is not among the targets allowed`);
    }
    if (fault.holdMs > allow.maxDuration) {
      say(
        'maxDuration',
        `held for ${formatDuration(fault.holdMs)}, at most ${formatDuration(allow.maxDuration)} is allowed`,
      );
    }
    return out;
  });
}

function targetCount({ environment, faults }: Planned): readonly Refusal[] {
  const { maxTargets } = environment.value.spec.allow;
  const count = new Set(faults.map((fault) => `${fault.target.driver} ${fault.target.id}`)).size;
  if (count <= maxTargets) return [];
  const at = formatPlace(environment.place(['spec', 'allow', 'maxTargets']));
  return [{ code: 'MUS2001', message: `harms ${count} targets, at most ${maxTargets} are allowed`, at }];
}

/** Hosts as written, and those that are known only once a target was found (its address came from a secret). */
function hostRefusals({ environment, hosts, faults }: Planned): readonly Refusal[] {
  const { allow } = environment.value.spec;
  const at = formatPlace(environment.place(['spec', 'allow', 'hosts']));
  const found = faults.flatMap(({ id, target }) =>
    target.labels['host'] ? [{ host: target.labels['host'], what: id }] : [],
  );
  const written = new Set(hosts.map(({ host }) => host));
  return [...hosts, ...found.filter(({ host }) => !written.has(host))]
    .filter(({ host }) => !allow.hosts.some((pattern) => matches(pattern, host)))
    .map(({ host, what }) => ({
      code: 'MUS2001',
      message: `${what} connects to ${host}, which is not among the hosts allowed`,
      at,
    }));
}

function commandRefusals({ environment, probes, catalogue }: Planned): readonly Refusal[] {
  const { allow } = environment.value.spec;
  const at = formatPlace(environment.place(['spec', 'allow', 'commands']));
  return probes.flatMap((probe) =>
    (catalogue.probes.get(probe.kind)?.commands?.(probe.params) ?? [])
      .filter((command) => !allow.commands.includes(command))
      .map(
        (command): Refusal => ({
          code: 'MUS2001',
          message: `${probe.name} runs ${command}, which is not among the commands allowed`,
          at,
        }),
      ),
  );
}

/** `*` stands for any characters; everything else is literal. */
function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}
