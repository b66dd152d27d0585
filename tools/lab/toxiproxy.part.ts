// The real Toxiproxy: the driver, the network faults and the behaviour suite of proxies run against it.
import { provideToxiproxyServer } from '../peers/toxiproxy-server.ts';
import type { LabPart } from './lab-part.ts';

export const toxiproxyPart: LabPart = {
  name: 'toxiproxy',
  summary: 'Toxiproxy 2.12, built with Go',
  suites: ['libs/proxy/src/toxiproxy.spec.ts', 'libs/targets/src/toxiproxy', 'libs/faults/src/network-'],
  async up(say) {
    say('getting Toxiproxy (built with Go the first time: about 90 s)');
    const binary = await provideToxiproxyServer();
    if (binary === undefined)
      return {
        unavailable: 'Toxiproxy is not in the cache and cannot be built: it needs Go and its modules',
      };
    // Every suite starts servers of its own and ends them.
    return { env: { TOXIPROXY_SERVER: binary }, down: async () => {} };
  },
};
