// One kind in full: what it does, its parameters with units and defaults, and an example to copy.
import { stringify } from 'yaml';
import type { CatalogueDescription, JsonObject } from '#core';
import type { ParameterDescription } from '#spec';
import type { Style } from '../io/style.ts';

type Fault = CatalogueDescription['faults'][number];
type Probe = CatalogueDescription['probes'][number];
type Driver = CatalogueDescription['drivers'][number];

export function kindLines(
  { faults, probes, drivers }: CatalogueDescription,
  style: Style,
): readonly string[] {
  return [
    ...faults.flatMap((fault) => faultLines(fault, style)),
    ...probes.flatMap((probe) => probeLines(probe, style)),
    ...drivers.flatMap((driver) => driverLines(driver, style)),
  ];
}

const undoWords: Readonly<Record<Fault['reversible'], string>> = {
  yes: 'put back as it was',
  'self-ending': 'over once done; undo waits until the target is back',
  no: 'cannot be undone',
};

const deathWords: Readonly<Record<Fault['ifMusterDies'], string>> = {
  helper: 'its helper process lets go by itself',
  target: 'the target ends it at its time limit where it holds one, else `muster recover`',
  nobody: 'it lasts until `muster recover`',
};

function faultLines(fault: Fault, style: Style): readonly string[] {
  const facts = [
    ['acts through', `${fault.needs} (drivers: ${fault.drivers.join(', ')})`],
    ['undo', undoWords[fault.reversible]],
    ['if Muster dies', deathWords[fault.ifMusterDies]],
    ['conflicts with', `other faults on the ${fault.effect} of its target`],
    ['can grow in steps', fault.canRamp ? 'yes (`ramp`)' : 'no'],
  ] as const;
  return [
    ...head('fault', fault, style),
    ...facts.map(([name, text]) => `  ${name.padEnd(19)}${text}`),
    ...parameterLines('with', fault.parameters, style),
    ...exampleLines(
      { name: 'a name of your own', fault: fault.kind, target: 'payments', with: fault.example, for: '30s' },
      style,
    ),
  ];
}

function probeLines(probe: Probe, style: Style): readonly string[] {
  const width = widthOf(probe.fields);
  const more = probe.openFields ? ['  (and more, as the answer has them)'] : [];
  return [
    ...head('probe', probe, style),
    ...parameterLines('with', probe.parameters, style),
    '',
    style('bold', 'measures'),
    ...probe.fields.map(
      ({ name, type, description }) => `  ${name.padEnd(width)}${type.padEnd(10)}${description}`,
    ),
    ...more,
    ...exampleLines({ name: 'a name of your own', probe: probe.kind, with: probe.example }, style),
  ];
}

function driverLines(driver: Driver, style: Style): readonly string[] {
  return [
    ...head('driver', driver, style),
    `  ${'offers'.padEnd(19)}${driver.offers.join(', ')} (faults: ${driver.faults.join(', ')})`,
    ...parameterLines(`drivers.${driver.kind} of the environment`, driver.settings, style),
    ...parameterLines('select of a target', driver.select, style),
    ...exampleLines({ driver: driver.kind, select: driver.example }, style),
  ];
}

function head(
  what: string,
  { kind, summary }: { kind: string; summary: string },
  style: Style,
): readonly string[] {
  return [`${style('bold', kind)}  (${what})`, summary, ''];
}

const widthOf = (named: readonly { readonly name: string }[]): number =>
  Math.max(0, ...named.map(({ name }) => name.length)) + 2;

function parameterLines(
  title: string,
  parameters: readonly ParameterDescription[],
  style: Style,
): readonly string[] {
  if (parameters.length === 0) return [];
  const width = widthOf(parameters);
  return [
    '',
    style('bold', title),
    ...parameters.map((one) => `  ${one.name.padEnd(width)}${valueWords(one)}. ${one.description}`),
  ];
}

function valueWords({
  type,
  unit,
  range,
  required,
  unless,
  default: standard,
}: ParameterDescription): string {
  const parts = [unit === undefined ? type : `${type} (${unit})`];
  if (range !== undefined) parts.push(range);
  if (required) parts.push(unless === undefined ? 'required' : `required, or ${unless.join(', ')}`);
  if (standard !== undefined)
    parts.push(`default ${typeof standard === 'string' ? standard : JSON.stringify(standard)}`);
  return parts.join(', ');
}

function exampleLines(example: JsonObject, style: Style): readonly string[] {
  const yaml = stringify([example], { flowCollectionPadding: false }).trimEnd();
  return ['', style('bold', 'example'), ...yaml.split('\n').map((line) => `  ${line}`)];
}
