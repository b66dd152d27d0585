// Which environment a thing belongs to: what a caller may do with it depends on that.
import type { ResourceStore } from '#store';
import type { OwnedKind } from './access.rule.ts';

export interface OwnerLookup {
  /** undefined: there is no such thing. */
  environmentOf(kind: OwnedKind, id: string): Promise<string | undefined>;
}

export function ownersIn(store: ResourceStore): OwnerLookup {
  const ways: Readonly<Record<OwnedKind, (id: string) => Promise<string | undefined>>> = {
    approval: (id) => store.read(async ({ approvals }) => (await approvals.find(id))?.environment),
    run: (id) => store.read(({ runs }) => runs.environmentOf(id)),
  };
  return { environmentOf: (kind, id) => ways[kind](id) };
}
