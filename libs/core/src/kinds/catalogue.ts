import type { AnyDriver } from './driver.ts';
import type { AnyFault } from './fault.ts';
import type { AnyProbe } from './probe.ts';

/** Every kind that an app knows, by name: what the registries list. Fits spec's `KindSchemas`. */
export interface Catalogue {
  readonly faults: ReadonlyMap<string, AnyFault>;
  readonly probes: ReadonlyMap<string, AnyProbe>;
  readonly drivers: ReadonlyMap<string, AnyDriver>;
}

/** A map by kind; a kind listed twice is a defect of the registry. */
export function byKind<T extends { readonly kind: string }>(kinds: readonly T[]): ReadonlyMap<string, T> {
  return new Map(kinds.map((kind) => [kind.kind, kind]));
}
