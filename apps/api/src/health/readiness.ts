// What `ready` depends on.
export interface Readiness {
  readonly version: string;
  readonly isDraining: () => boolean;
  /** Fails where a request would. */
  readonly check: () => Promise<void>;
}

export const READINESS = Symbol('Readiness');
