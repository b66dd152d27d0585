// A probe kind measures; it never judges. A system that is down is a measurement, an inability to measure is an error.
import type { z } from 'zod';
import type { FieldDescription } from '#spec';
import type { JsonObject } from '../json.ts';
import type { Secrets } from '../ports/secrets.ts';

export type FieldValue = number | string | boolean;

/** One measurement. Durations are milliseconds, percentages fractions, sizes bytes. A field not measured is left out. */
export type Measurement =
  | {
      readonly outcome: 'measured';
      readonly fields: Readonly<Record<string, FieldValue>>;
      readonly note?: string;
    }
  | { readonly outcome: 'error'; readonly message: string };

export interface ProbeContext {
  /** Fires at the probe's timeout and at the end of the run. */
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly secrets: Secrets;
}

/** A probe bound to its parameters; keeps connections between measurements. */
export interface Probe {
  measure(context: ProbeContext): Promise<Measurement>;
  close(): Promise<void>;
}

export interface ProbeDefinition<Params = unknown> {
  readonly kind: string;
  readonly title: string;
  readonly summary: string;
  readonly params: z.ZodType<Params>;
  readonly fields: Readonly<Record<string, FieldDescription>>;
  /** true: fields beyond those listed may appear (columns of a query, labels). */
  readonly openFields?: boolean;
  /** "GET http://... "; no secrets. */
  explain(params: Params): string;
  /** Hosts it connects to, for the environment's allow-list. */
  hosts(params: Params): readonly string[];
  /** Programs it runs, for the environment's allow-list. */
  readonly commands?: (params: Params) => readonly string[];
  open(params: Params): Probe;
  readonly example: JsonObject;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyProbe = ProbeDefinition<any>;

export function defineProbe<Params>(definition: ProbeDefinition<Params>): ProbeDefinition<Params> {
  return definition;
}
