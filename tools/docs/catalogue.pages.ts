// The catalogues of faults, probes and drivers, and which driver serves which fault.
import { stringify } from 'yaml';
import type { CatalogueDescription, DriverDescription, FaultDescription, ProbeDescription } from '#core';
import { code, codes, linkTo, page, table, yamlBlock } from './markdown.ts';
import { parametersTable } from './parameters.table.ts';

const reversible: Readonly<Record<FaultDescription['reversible'], string>> = {
  yes: 'yes',
  'self-ending': 'over once done',
  no: 'no',
};
const ifMusterDies: Readonly<Record<FaultDescription['ifMusterDies'], string>> = {
  helper: 'its helper',
  target: 'the target, or `muster recover`',
  nobody: '`muster recover`',
};
const legend = `*Its helper*: a process that lets go when the run's process dies or its time is over. *The target*:
at the time limit that the fault carries, where the target holds one (Muster's own fault proxy does, Toxiproxy does not). *Over once
done*: undo waits until the target is back by itself. *Can ramp*: grows in steps (\`ramp\`).`;

export function cataloguePages({ faults, probes, drivers }: CatalogueDescription): Record<string, string> {
  return {
    'faults.md': page('Faults', faultsOverview(faults), legend, ...faults.map(faultSection)),
    'probes.md': page('Probes', probesTable(probes), ...probes.map(probeSection)),
    'drivers.md': page('Drivers', driversOverview(drivers), ...drivers.map(driverSection)),
    'capabilities.md': page('Which driver serves which fault', matrix(faults, drivers)),
  };
}

export function probesTable(probes: readonly ProbeDescription[], link = linkTo): string {
  const rows = probes.map(({ kind, summary, fields, openFields }) => [
    link(kind),
    summary,
    codes(fields.map(({ name }) => name)) + (openFields ? ', and more' : ''),
  ]);
  return table(['probe', 'what it does', 'measures'], rows);
}

function faultsOverview(faults: readonly FaultDescription[]): string {
  const rows = faults.map((fault) => [
    linkTo(fault.kind),
    fault.summary,
    code(fault.needs),
    reversible[fault.reversible],
    ifMusterDies[fault.ifMusterDies],
    fault.canRamp ? 'yes' : 'no',
  ]);
  return table(
    ['fault', 'what it does', 'needs', 'reversible', 'if Muster is gone, ended by', 'can ramp'],
    rows,
  );
}

function faultSection(fault: FaultDescription): string {
  const { kind, needs, drivers, effect } = fault;
  return [
    `## ${kind}`,
    fault.summary,
    `Acts through ${code(needs)} (${codes(drivers)}). Conflicts with other faults of effect *${effect}* on its target. [More](../../libs/faults/src/${kind}/README.md).`,
    parametersTable(fault.parameters),
    example({ fault: kind, with: fault.example }),
  ].join('\n\n');
}

function probeSection(probe: ProbeDescription): string {
  const rows = probe.fields.map(({ name, type, description }) => [code(name), type, description]);
  return [
    `## ${probe.kind}`,
    probe.summary,
    parametersTable(probe.parameters),
    'Measures:',
    table(['field', 'type', 'what it is'], rows),
    ...(probe.openFields ? ['Further fields come with what is measured.'] : []),
    example({ probe: probe.kind, with: probe.example }),
  ].join('\n\n');
}

function driversOverview(drivers: readonly DriverDescription[]): string {
  const rows = drivers.map(({ kind, summary, offers, faults }) => [
    linkTo(kind),
    summary,
    codes(offers),
    codes(faults),
  ]);
  return table(['driver', 'finds', 'offers', 'faults'], rows);
}

function driverSection({ kind, summary, select, settings, example: wanted }: DriverDescription): string {
  return [
    `## ${kind}`,
    `${summary} [More](../../libs/targets/src/${kind}/README.md).`,
    'In an experiment, `select`:',
    parametersTable(select),
    `In the environment, under \`drivers.${kind}\`:`,
    parametersTable(settings),
    example({ driver: kind, select: wanted }),
  ].join('\n\n');
}

function matrix(faults: readonly FaultDescription[], drivers: readonly DriverDescription[]): string {
  const rows = faults.map((fault) => [
    `[\`${fault.kind}\`](faults.md#${fault.kind})`,
    code(fault.needs),
    ...drivers.map(({ kind }) => (fault.drivers.includes(kind) ? 'yes' : '')),
  ]);
  const columns = drivers.map(({ kind }) => `[\`${kind}\`](drivers.md#${kind})`);
  return table(['fault', 'needs', ...columns], rows);
}

/** Each value on one line, as people write them. */
function example(parts: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(parts).map(([key, value]) => {
    return `${key}: ${stringify(value, { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 })}`;
  });
  return yamlBlock(lines.join(''));
}
