// The JSON shapes of proxies and toxics. Plain Toxiproxy clients see exactly what they know; a time limit adds fields
// only where one is set.
import type { FaultProxy } from '../proxy/fault-proxy.ts';
import type { Toxic } from '../toxics/toxic.ts';

export function viewProxy(proxy: FaultProxy): object {
  return {
    name: proxy.name,
    listen: proxy.listen,
    upstream: proxy.upstream,
    enabled: proxy.enabled,
    // Toxiproxy 2.12 shows its (empty) logger here.
    Logger: {},
    ...proxy.expiry,
    toxics: viewToxics(proxy),
  };
}

export function viewToxics(proxy: FaultProxy): object[] {
  return proxy.toxics.all().map((toxic) => viewToxic(proxy, toxic));
}

export function viewToxic(proxy: FaultProxy, toxic: Toxic): object {
  return {
    attributes: toxic.attributes,
    name: toxic.name,
    type: toxic.definition.type,
    stream: toxic.stream,
    toxicity: shortestFloat32(toxic.toxicity),
    ...proxy.toxics.expiryOf(toxic),
  };
}

/** Toxicity is a 32 bit float on the wire: the shortest decimal that means the same float. */
function shortestFloat32(value: number): number {
  const wanted = Math.fround(value);
  for (let digits = 1; digits < 9; digits += 1) {
    const candidate = Number(wanted.toPrecision(digits));
    if (Math.fround(candidate) === wanted) return candidate;
  }
  return Number(wanted.toPrecision(9));
}
