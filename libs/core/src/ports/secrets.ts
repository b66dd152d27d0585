import type { SecretRef } from '#spec';

/** Resolves references to secrets at the moment of use. What it returns is never journaled. */
export interface Secrets {
  /** Fails with MUS2013. */
  resolve(ref: SecretRef): Promise<string>;
}
