// Drivers opened from the environment, and the targets that they find for an experiment.
import { type Catalogue, type Driver, type DriverContext, MusterError, type Target } from '#core';
import type { Experiment } from '#spec';

export interface OpenDriversInput {
  readonly catalogue: Catalogue;
  /** `drivers` of the environment: configuration by driver kind. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Which drivers are needed. */
  readonly kinds: Iterable<string>;
  readonly context: DriverContext;
}

export async function openDrivers({
  catalogue,
  config,
  kinds,
  context,
}: OpenDriversInput): Promise<Map<string, Driver>> {
  const opened = await Promise.all(
    [...new Set(kinds)].map(async (name) => {
      const kind = catalogue.drivers.get(name);
      if (!kind) throw new MusterError('MUS9001', `no driver ${name}`);
      const parsed = kind.config.safeParse(config[name] ?? {});
      const asWritten: unknown = config[name];
      return [name, await kind.open(parsed.success ? parsed.data : asWritten, context)] as const;
    }),
  );
  return new Map(opened);
}

export interface FindTargetsInput {
  readonly experiment: Experiment;
  readonly drivers: ReadonlyMap<string, Driver>;
  readonly signal: AbortSignal;
}

/** Targets by the name under `targets`. Fails with MUS2010 where a driver cannot be reached. */
export async function findTargets({
  experiment,
  drivers,
  signal,
}: FindTargetsInput): Promise<Record<string, readonly Target[]>> {
  const found = await Promise.all(
    Object.entries(experiment.spec.targets).map(
      async ([name, target]) =>
        [name, (await drivers.get(target.driver)?.find(target.select, signal)) ?? []] as const,
    ),
  );
  return Object.fromEntries(found);
}
