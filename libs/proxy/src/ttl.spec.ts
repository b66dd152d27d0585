// Time limits, which Toxiproxy does not have: a fault ends by itself when nobody is left to end it.
import { describe, expect, test } from '@jest/globals';
import { useLab } from './behaviour/lab.spec-support.ts';
import { openPair } from './behaviour/link.spec-support.ts';
import { Upstream } from './behaviour/peer.spec-support.ts';
import { until } from './behaviour/until.spec-support.ts';
import { startFaultProxyServer } from './index.ts';

const LONG_MS = 3_600_000;
const UPSTREAM = '127.0.0.1:9';

describe('a time limit on a toxic', () => {
  const lab = useLab(() => startFaultProxyServer({ port: 0 }));
  const toxics = async () => (await lab.call('GET', '/proxies/p/toxics')).json as object[];

  test('every answer offers it', async () => {
    for (const path of ['/version', '/proxies', '/nope', '/proxies/none', '/metrics']) {
      expect((await lab.call('GET', path)).headers.get('Muster-Proxy')).toBe('ttl');
    }
  });

  test('removes the toxic, and what it held back passes', async () => {
    const { sender, receiver } = await openPair(lab, 'downstream');
    const addedAtMs = Date.now();
    const { json } = await lab.addToxic({ type: 'latency', attributes: { latency: LONG_MS }, ttlMs: 200 });
    const { expiresAt } = json as { expiresAt: string };
    expect(json).toMatchObject({ ttlMs: 200, expiresAt: new Date(expiresAt).toISOString() });
    expect(Date.parse(expiresAt) - addedAtMs).toBeGreaterThanOrEqual(200);
    sender.write('held');
    expect(await receiver.received(4)).toBe('held');
    expect(Date.now() - addedAtMs).toBeGreaterThanOrEqual(199);
    expect(await toxics()).toEqual([]);
  });

  test('an update starts it anew, leaves it, or takes it away', async () => {
    await lab.proxy(UPSTREAM);
    await lab.addToxic({ type: 'noop', name: 'n', ttlMs: LONG_MS });
    expect((await lab.updateToxic('n', { toxicity: 0.5 })).json).toMatchObject({ ttlMs: LONG_MS });
    const { json } = await lab.updateToxic('n', { ttlMs: 0 });
    expect(Object.keys(json as object)).toEqual(['attributes', 'name', 'type', 'stream', 'toxicity']);
    await lab.updateToxic('n', { ttlMs: 50 });
    await until(async () => (await toxics()).length === 0, 'the toxic to go');
  });

  test('does not remove a later toxic of the same name', async () => {
    await lab.proxy(UPSTREAM);
    await lab.addToxic({ type: 'noop', name: 'n', ttlMs: 50 });
    await lab.removeToxic('n');
    await lab.addToxic({ type: 'noop', name: 'n' });
    await lab.addToxic({ type: 'noop', name: 'later', ttlMs: 100 });
    await until(async () => (await toxics()).length === 1, 'the later toxic to go');
    expect(await toxics()).toMatchObject([{ name: 'n' }]);
  });

  test.each([-1, 1.5, '5', 2 ** 31])('ttlMs %j is refused', async (ttlMs) => {
    await lab.proxy(UPSTREAM);
    const error = 'bad request body: ttlMs must be a whole number from 0 to 2147483647';
    const { json } = await lab.call('POST', '/proxies/p/toxics', { type: 'noop', ttlMs });
    expect(json).toEqual({ error, status: 400 });
    expect(await toxics()).toEqual([]);
  });
});

describe('a time limit on a disabled proxy', () => {
  const lab = useLab(() => startFaultProxyServer({ port: 0 }));
  const enabled = async () => ((await lab.call('GET', '/proxies/p')).json as { enabled: boolean }).enabled;

  test('enables it again, at the same address', async () => {
    const proxy = await lab.proxy(await Upstream.echo());
    const { json } = await lab.call('PATCH', '/proxies/p', { enabled: false, ttlMs: 100 });
    expect(json).toMatchObject({ enabled: false, ttlMs: 100, expiresAt: expect.any(String) });
    await until(enabled, 'the proxy to be enabled');
    expect((await lab.call('GET', '/proxies/p')).json).toEqual(proxy);
    await (await lab.connect(proxy)).roundTrip('back');
  });

  test('ends when somebody enables the proxy earlier', async () => {
    const proxy = await lab.proxy(UPSTREAM);
    await lab.call('PATCH', '/proxies/p', { enabled: false, ttlMs: LONG_MS });
    expect((await lab.call('PATCH', '/proxies/p', { enabled: true })).json).toEqual(proxy);
  });

  test('stays when the proxy is disabled once more, and 0 takes it away', async () => {
    await lab.proxy(UPSTREAM);
    await lab.call('PATCH', '/proxies/p', { enabled: false, ttlMs: LONG_MS });
    expect((await lab.call('PATCH', '/proxies/p', { enabled: false })).json).toMatchObject({
      ttlMs: LONG_MS,
    });
    const { json } = await lab.call('PATCH', '/proxies/p', { enabled: false, ttlMs: 0 });
    expect(json).not.toHaveProperty('ttlMs');
  });

  test('tries again while its port is taken', async () => {
    const { listen } = await lab.proxy(UPSTREAM);
    await lab.call('PATCH', '/proxies/p', { enabled: false });
    await lab.call('POST', '/proxies', { name: 'squatter', listen, upstream: UPSTREAM });
    await lab.call('PATCH', '/proxies/p', { enabled: false, ttlMs: 1 });
    await until(async () => {
      const { json } = await lab.call('GET', '/proxies/p');
      return (json as { ttlMs: number }).ttlMs !== 1;
    }, 'the first attempt');
    expect(await enabled()).toBe(false);
    await lab.call('DELETE', '/proxies/squatter');
    await until(enabled, 'the proxy to be enabled');
  });

  test('needs enabled to be false', async () => {
    const proxy = await lab.proxy(UPSTREAM);
    const { status, json } = await lab.call('PATCH', '/proxies/p', { ttlMs: 5 });
    const error = 'bad request body: ttlMs of a proxy needs enabled to be false';
    expect([status, json]).toEqual([400, { error, status: 400 }]);
    expect((await lab.call('GET', '/proxies/p')).json).toEqual(proxy);
  });
});

describe('the server', () => {
  test('starts with proxies and ends with everything closed', async () => {
    const proxies = [{ name: 'a', listen: '127.0.0.1:0', upstream: UPSTREAM }];
    const server = await startFaultProxyServer({ port: 0, proxies });
    const { listen } = server.proxies.get('a');
    server.proxies.get('a').toxics.removeAll();
    await server.close();
    await expect(fetch(server.url)).rejects.toThrow();
    const again = await startFaultProxyServer({ port: server.port, proxies: [{ ...proxies[0]!, listen }] });
    expect(again.proxies.get('a').enabled).toBe(true);
    await again.close();
    await again.close();
  });

  test('does not start when a proxy cannot', async () => {
    const proxy = { name: 'a', listen: 'nonsense', upstream: UPSTREAM };
    await expect(startFaultProxyServer({ port: 0, proxies: [proxy] })).rejects.toMatchObject({ status: 500 });
  });
});
