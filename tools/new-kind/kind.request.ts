// What somebody asks for: `fault network-jam proxy`.
import type { CapabilityName } from '#core';
import { drivers } from '#targets';

export type Family = 'fault' | 'probe' | 'driver';

export interface KindRequest {
  readonly family: Family;
  /** `network-jam`. */
  readonly kind: string;
  /** `networkJam`. */
  readonly name: string;
  /** What a fault needs, or a driver offers. */
  readonly capability: CapabilityName;
}

const shapes: Readonly<Record<Family, RegExp>> = {
  fault: /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/,
  probe: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  driver: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
};
export const capabilities = [...new Set([...drivers.values()].flatMap(({ offers }) => offers))].toSorted();

/** What is asked for; or, as text, why it cannot be. */
export function readRequest([family, kind = '', capability]: readonly string[]): KindRequest | string {
  if (!isFamily(family)) return `expected fault, probe or driver, found ${family}`;
  if (!shapes[family].test(kind)) {
    return `"${kind}" is no name for a ${family}: expected lower-case words joined by hyphens, ${
      family === 'fault' ? 'a thing and its effect, such as queue-overflow' : 'such as grpc'
    }`;
  }
  const wanted = capability ?? 'proxy';
  const known = capabilities.find((one) => one === wanted);
  if (known === undefined) return `no capability "${wanted}": there are ${capabilities.join(', ')}`;
  const name = kind.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return { family, kind, name, capability: known };
}

const isFamily = (text: string | undefined): text is Family => text !== undefined && text in shapes;
