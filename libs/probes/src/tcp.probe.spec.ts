import { describe, expect, test } from '@jest/globals';
import { describeProbeContract } from '../../testkit/src/probe-contract.ts';
import { closedPort, fieldsOf, fullServer, serveTcp } from './probe.lab.spec-support.ts';
import { tcp } from './tcp.probe.ts';

describeProbeContract(tcp, async () => {
  const server = await serveTcp();
  const full = await fullServer();
  return {
    up: { address: `127.0.0.1:${server.port}` },
    down: {
      with: { host: '127.0.0.1', port: await closedPort() },
      fields: { connected: false, failed: 'refused' },
    },
    ...(full ? { hanging: { host: '127.0.0.1', port: full.port } } : {}),
    close: async () => {
      full?.close();
      await server.close();
    },
  };
});

describe('tcp', () => {
  test('tells a name that does not resolve', async () => {
    expect(await fieldsOf(tcp, { host: 'shop.invalid', port: 80 })).toMatchObject({
      connected: false,
      failed: 'dns',
    });
  });

  test.each([
    [{ address: 'shop.test:5432' }, ['shop.test'], 'TCP connection to shop.test:5432'],
    [{ address: '[::1]:5432' }, ['::1'], 'TCP connection to [::1]:5432'],
    [{ host: '::1', port: 5432 }, ['::1'], 'TCP connection to [::1]:5432'],
  ])('%j is understood', (values, hosts, told) => {
    const parsed = tcp.params.parse(values);
    expect([tcp.hosts(parsed), tcp.explain(parsed)]).toEqual([hosts, told]);
  });

  test.each([
    { address: 'shop.test' },
    { address: '::1:80' },
    { address: 'a:0' },
    { address: 'a:65536' },
    { host: 'a' },
  ])('%j is refused', (values) => expect(tcp.params.safeParse(values).success).toBe(false));
});
