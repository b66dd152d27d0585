// A driver finds targets and gives the handles by which faults act on them.
import type { z } from 'zod';
import type { JsonObject } from '../json.ts';
import type { Capabilities, CapabilityName, Target } from '../ports/capabilities.ts';
import type { Secrets } from '../ports/secrets.ts';

export interface DriverContext {
  readonly secrets: Secrets;
  /** A folder of this environment for pid files and logs. */
  readonly stateDir: string;
  /** The folder of the environment file: relative paths count from here. */
  readonly baseDir: string;
}

export interface Driver {
  /** Targets that the selector matches, sorted by id. Fails with MUS2010. */
  find(select: unknown, signal: AbortSignal): Promise<readonly Target[]>;
  /** The handle for one target, found now or by another process (`target` may come from a journal). */
  handle<Name extends CapabilityName>(name: Name, target: Target): Capabilities[Name];
  close(): Promise<void>;
}

export interface DriverDefinition<Config = unknown, Select = unknown> {
  readonly kind: string;
  readonly title: string;
  readonly summary: string;
  /** Under `drivers.<kind>` of the environment. */
  readonly config: z.ZodType<Config>;
  readonly select: z.ZodType<Select>;
  readonly offers: readonly CapabilityName[];
  /** Hosts that a target may be on, for the environment's allow-list. */
  readonly hosts: (config: Config, select: Select) => readonly string[];
  open(config: Config, context: DriverContext): Promise<Driver>;
  readonly example: JsonObject;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyDriver = DriverDefinition<any, any>;

export function defineDriver<Config, Select>(
  definition: DriverDefinition<Config, Select>,
): DriverDefinition<Config, Select> {
  return definition;
}
