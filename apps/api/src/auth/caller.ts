// Who sent a request, as far as it was proven.
import type { Grant } from './permissions.ts';

export interface Caller {
  /** `token:1f2e3d4c5b6a` or `oidc:<subject>`: stays the same whatever the name becomes. */
  readonly actor: string;
  readonly name: string;
  readonly grants: readonly Grant[];
}
