// Which environment a thing belongs to: what a caller may do with it depends on that.
import type { ResourceStore } from '#store';
import type { OwnedKind } from './access.rule.ts';

export interface OwnerLookup {
  /** undefined: there is no such thing. */
  environmentOf(kind: OwnedKind, id: string): Promise<string | undefined>;
}

export function ownersIn(_store: ResourceStore): OwnerLookup {
  return { environmentOf: async () => undefined };
}
