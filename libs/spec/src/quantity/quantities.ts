// Which schemas read a quantity with a unit, and how such a value is written: a bare number there lacks its unit rather
// than having the wrong type, a default is told as a user would write it, and what is wrong is told with what was meant.
import { z } from 'zod';

export interface QuantityKind {
  readonly noun: string;
  /** `ms, s, m, h, d`. */
  readonly units: string;
  /** `as 250ms, 2s, 1m30s or 1h`. */
  readonly how: string;
  /** `300ms` for 300. */
  readonly write: (value: number) => string;
  /** What may have been meant by what is no such quantity; the likeliest first. */
  readonly meant: (written: string | number) => readonly string[];
}

interface Quantity extends QuantityKind {
  /** `1ms to 10m`; undefined where the schema sets no limits of its own. */
  readonly range?: string | undefined;
}

export const quantities = z.registry<Quantity>();

/** "Write 300ms or 300s.", "Did you mean "30s"?", "Write a duration as 250ms, 2s, 1m30s or 1h." */
export function quantityHint({ noun, how, meant }: QuantityKind, written: unknown): string {
  const near = typeof written === 'number' || typeof written === 'string' ? meant(written) : [];
  if (near.length === 0) return `Write ${noun} ${how}.`;
  return typeof written === 'number' ? `Write ${near.join(' or ')}.` : `Did you mean "${near[0]}"?`;
}

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
