// `muster catalogue`: what there is, derived from the declarations of the kinds.
import { type CatalogueDescription, describeCatalogue, exitCodes, MusterError } from '#core';
import { suggest } from '#spec';
import { catalogue } from '#use-cases';
import type { Io } from '../io/io.ts';
import { kindLines } from './kind-lines.ts';

export interface CatalogueRequest {
  readonly kind: string | undefined;
  readonly json: boolean;
}

export function showCatalogue(io: Io, { kind, json }: CatalogueRequest): number {
  const described = describeCatalogue(catalogue);
  const shown = kind === undefined ? described : only(described, kind);
  if (json) io.out.write(`${JSON.stringify(shown, null, 2)}\n`);
  else if (kind === undefined) io.out.write(overview(described, io));
  else io.out.write(`${kindLines(shown, io.style).join('\n')}\n`);
  return exitCodes.pass;
}

/** @throws MusterError MUS2006: there is no such kind */
function only(described: CatalogueDescription, wanted: string): CatalogueDescription {
  const of = <T extends { readonly kind: string }>(kinds: readonly T[]) =>
    kinds.filter(({ kind }) => kind === wanted);
  const shown = {
    faults: of(described.faults),
    probes: of(described.probes),
    drivers: of(described.drivers),
  };
  if (Object.values(shown).some((kinds) => kinds.length > 0)) return shown;
  const known = Object.values(described).flatMap((kinds: readonly { kind: string }[]) =>
    kinds.map(({ kind }) => kind),
  );
  const next = suggest(wanted, known) ?? '`muster catalogue` lists what there is.';
  throw new MusterError('MUS2006', `no fault, probe or driver ${wanted}`, { next });
}

function overview({ faults, probes, drivers }: CatalogueDescription, { style }: Io): string {
  const width = Math.max(...[...faults, ...probes, ...drivers].map(({ kind }) => kind.length)) + 2;
  const section = (title: string, kinds: readonly { readonly kind: string; readonly summary: string }[]) => [
    style('bold', title),
    ...kinds.map(({ kind, summary }) => `  ${kind.padEnd(width)}${summary}`),
    '',
  ];
  const lines = [...section('Faults', faults), ...section('Probes', probes), ...section('Drivers', drivers)];
  return `${lines.join('\n')}\nmuster catalogue <kind> shows parameters, units, defaults and an example.\n`;
}
