// Where a container lab's target runs: the fake engine, or a real Docker where MUSTER_LAB_DOCKER names its socket (the
// lab of `npm run lab` does). Both are looked at without going through the driver.
import type { Json, JsonObject } from '#core';

/** Address of a real engine for tests; undefined: tests use the fake one. */
export const labDocker: string | undefined = process.env['MUSTER_LAB_DOCKER'];

export interface TargetWish {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly autoRemove?: boolean;
}

export interface ContainerHost {
  /** `drivers.docker` of an environment. */
  readonly config: JsonObject;
  /** Makes and starts the target: a server that echoes. */
  create(wish: TargetWish): Promise<void>;
  /** Running, not paused, attached: however it was left. */
  putRight(name: string): Promise<void>;
  /** Whether a client is answered. */
  answers(name: string): Promise<boolean>;
  isThere(name: string): Promise<boolean>;
  /** As its engine shows it, the ground under it included; null: not there. */
  inspect(name: string): Promise<JsonObject | null>;
  remove(name: string): Promise<void>;
  /** Names of Muster's own containers that are there. */
  helpers(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Removes the keys wherever they are: what differs with each start, or each container. */
export function without(keys: readonly string[], value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => without(keys, item));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !keys.includes(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, without(keys, inner ?? null)]));
}
