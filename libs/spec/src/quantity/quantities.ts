// Which schemas read a quantity with a unit, and how such a value is written: a bare number there lacks its unit rather
// than having the wrong type, and a default is told as a user would write it.
import { z } from 'zod';

interface Quantity {
  readonly noun: string;
  /** `ms, s, m, h, d`. */
  readonly units: string;
  /** `1ms to 10m`; undefined where the schema sets no limits of its own. */
  readonly range?: string | undefined;
  /** `300ms` for 300. */
  readonly write: (value: number) => string;
}

export const quantities = z.registry<Quantity>();

interface Limits {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** `1ms to 10m`, `at least 1ms`, `up to 10m`. */
export function rangeOf({ min, max }: Limits, write: (value: number) => string): string | undefined {
  if (min !== undefined && max !== undefined) return `${write(min)} to ${write(max)}`;
  if (min !== undefined) return `at least ${write(min)}`;
  return max === undefined ? undefined : `up to ${write(max)}`;
}
