import { type Capabilities, type CapabilityName, type Driver, MusterError, type Target } from '#core';

/** The `handle` of a driver that offers one capability; asked for another one, it refuses. */
export function offering<Offered extends CapabilityName>(
  offered: Offered,
  make: (target: Target) => Capabilities[Offered],
): Driver['handle'] {
  return <Name extends CapabilityName>(name: Name, target: Target): Capabilities[Name] => {
    const asked: CapabilityName = name;
    if (asked === offered) return make(target) as unknown as Capabilities[Name];
    throw new MusterError('MUS2014', `target ${target.name} offers ${offered}, not ${name}`);
  };
}
