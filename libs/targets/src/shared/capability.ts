import { type Capabilities, type CapabilityName, type Driver, MusterError, type Target } from '#core';

type Makers<Offered extends CapabilityName> = {
  readonly [Name in Offered]: (target: Target) => Capabilities[Name];
};

/** The `handle` of a driver that offers these capabilities; asked for another one, it refuses. */
export function offering<Offered extends CapabilityName>(makers: Makers<Offered>): Driver['handle'] {
  const known = new Map<CapabilityName, (target: Target) => unknown>(
    Object.entries(makers) as [CapabilityName, (target: Target) => unknown][],
  );
  return <Name extends CapabilityName>(name: Name, target: Target): Capabilities[Name] => {
    const make = known.get(name);
    if (make !== undefined) return make(target) as Capabilities[Name];
    const offered = [...known.keys()].join(', ');
    throw new MusterError('MUS2014', `target ${target.name} offers ${offered}, not ${name}`);
  };
}
