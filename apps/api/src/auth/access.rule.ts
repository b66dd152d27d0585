// What a caller must be permitted to do, and where, for one route. Every route has exactly one.
import type { Action, Where } from './permissions.ts';

/** What belongs to an environment and is named by its id in the path. */
export type OwnedKind = 'approval' | 'run';

export type AccessRule =
  /** Served to anybody: nothing in it is worth protecting. */
  | { readonly public: true }
  | {
      readonly action: Action;
      readonly in:
        | Extract<Where, string>
        /** The environment named by this parameter of the path. */
        | { readonly path: string }
        /** The environment named by this key of the body. */
        | { readonly body: string }
        /** The environment of the thing whose id is this parameter of the path. */
        | { readonly owner: OwnedKind; readonly path: string };
    };
