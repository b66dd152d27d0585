// The catalogue as plain data: what a kind declares, for `muster catalogue`, pages and forms.
import { type ParameterDescription, describeParameters } from '#spec';
import type { JsonObject } from '../json.ts';
import type { CapabilityName } from '../ports/capabilities.ts';
import type { Catalogue } from './catalogue.ts';
import type { AnyDriver } from './driver.ts';
import type { AnyFault, EffectClass, IfMusterDies, Reversibility } from './fault.ts';
import type { AnyProbe } from './probe.ts';

interface KindDescription {
  readonly kind: string;
  readonly title: string;
  readonly summary: string;
}

export interface FaultDescription extends KindDescription {
  readonly parameters: readonly ParameterDescription[];
  readonly needs: CapabilityName;
  /** That offer what it needs. */
  readonly drivers: readonly string[];
  readonly reversible: Reversibility;
  readonly ifMusterDies: IfMusterDies;
  readonly effect: EffectClass;
  readonly canRamp: boolean;
  readonly example: JsonObject;
}

export interface ProbeDescription extends KindDescription {
  readonly parameters: readonly ParameterDescription[];
  readonly fields: readonly { readonly name: string; readonly type: string; readonly description: string }[];
  /** More fields may come, as the columns of a query. */
  readonly openFields: boolean;
  readonly example: JsonObject;
}

export interface DriverDescription extends KindDescription {
  /** Under `drivers.<kind>` of the environment. */
  readonly settings: readonly ParameterDescription[];
  /** Under `select` of a target. */
  readonly select: readonly ParameterDescription[];
  readonly offers: readonly CapabilityName[];
  /** That need what it offers. */
  readonly faults: readonly string[];
  readonly example: JsonObject;
}

export interface CatalogueDescription {
  readonly faults: readonly FaultDescription[];
  readonly probes: readonly ProbeDescription[];
  readonly drivers: readonly DriverDescription[];
}

export function describeCatalogue({ faults, probes, drivers }: Catalogue): CatalogueDescription {
  return {
    faults: [...faults.values()].map((fault) => describeFault(fault, [...drivers.values()])),
    probes: [...probes.values()].map(describeProbe),
    drivers: [...drivers.values()].map((driver) => describeDriver(driver, [...faults.values()])),
  };
}

function describeFault(fault: AnyFault, drivers: readonly AnyDriver[]): FaultDescription {
  const { kind, title, summary, reversible, ifMusterDies, effect, example } = fault;
  const needs = fault.needs as CapabilityName;
  return {
    kind,
    title,
    summary,
    parameters: describeParameters(fault.params),
    needs,
    drivers: drivers.filter(({ offers }) => offers.includes(needs)).map((driver) => driver.kind),
    reversible,
    ifMusterDies,
    effect,
    canRamp: fault.atShare !== undefined,
    example,
  };
}

function describeProbe({ kind, title, summary, example, ...probe }: AnyProbe): ProbeDescription {
  const fields = Object.entries(probe.fields);
  return {
    kind,
    title,
    summary,
    parameters: describeParameters(probe.params),
    fields: fields.map(([name, field]) => ({ name, type: field.type, description: field.summary })),
    openFields: probe.openFields ?? false,
    example,
  };
}

function describeDriver(driver: AnyDriver, faults: readonly AnyFault[]): DriverDescription {
  const { kind, title, summary, offers, example } = driver;
  return {
    kind,
    title,
    summary,
    settings: describeParameters(driver.config),
    select: describeParameters(driver.select),
    offers,
    faults: faults.filter(({ needs }) => offers.includes(needs as CapabilityName)).map((fault) => fault.kind),
    example,
  };
}
