// What `start` and a role owe each other.
import type { ShopConfig } from './shop.config.ts';

export interface Role {
  /** What it owns ends with it. */
  readonly stop?: () => Promise<void>;
  /** `start` has gone without a word. */
  readonly orphaned?: () => Promise<void>;
}

export type RunRole = (config: ShopConfig) => Promise<Role | void>;
