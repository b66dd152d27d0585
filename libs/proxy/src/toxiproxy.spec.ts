// The real Toxiproxy passes our suite, which proves the suite. `npm run lab:toxiproxy` brings its binary, or name one:
//   TOXIPROXY_SERVER=/path/to/toxiproxy-server npm test -- libs/proxy
import { describe, test } from '@jest/globals';
import { startToxiproxy, toxiproxyBinary } from '#testkit';
import { describeProxyBehaviour } from './behaviour/proxy.behaviour.spec-support.ts';

if (toxiproxyBinary === undefined) {
  describe('Toxiproxy itself', () => {
    test.skip('is not tested: TOXIPROXY_SERVER does not name its binary', () => undefined);
  });
} else {
  describeProxyBehaviour('Toxiproxy', () => startToxiproxy(toxiproxyBinary as string));
}
