import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Toxiproxy } from 'toxiproxy-node-client';
import type { Driver, ProxyControl } from '#core';
import { type ProxyServer, startProxyServer, toxiproxyBinary } from '#testkit';
import { toxiproxy } from './toxiproxy.driver.ts';

const soon = () => AbortSignal.timeout(5000);
const context = { secrets: { resolve: async () => '' }, stateDir: '/nowhere', baseDir: '/nowhere' };
const open = (url: string, timeout = '2s') =>
  toxiproxy.open(toxiproxy.config.parse({ url, timeout }), context);

let server: ProxyServer;
let driver: Driver;
beforeAll(async () => {
  const names = ['orders', 'pay ments ü', 'payments-1', 'payments-2'];
  const proxies = names.map((name) => ({ name, listen: '127.0.0.1:0', upstream: '127.0.0.1:9' }));
  server = await startProxyServer(proxies);
  driver = await open(server.url);
});
afterAll(async () => {
  await driver.close();
  await server.close();
});

/** A proxy as the server's own API tells it. */
const view = async (name: string) =>
  (await (await fetch(`${server.url}/proxies/${name}`)).json()) as {
    listen: string;
    enabled: boolean;
    ttlMs?: number;
    toxics: { ttlMs?: number }[];
  };

const control = async (name: string): Promise<ProxyControl> => {
  const [target] = await driver.find({ proxy: name }, soon());
  return driver.handle('proxy', target!);
};

describe('finding proxies', () => {
  test.each([
    ['payments-1', ['payments-1']],
    ['payments-*', ['payments-1', 'payments-2']],
    ['*', ['orders', 'pay ments ü', 'payments-1', 'payments-2']],
    ['payments', []],
    ['payments.1', []],
  ])('%s', async (proxy, names) => {
    expect((await driver.find({ proxy }, soon())).map(({ id }) => id)).toEqual(names);
  });

  test('a target tells its addresses', async () => {
    const [target] = await driver.find({ proxy: 'orders' }, soon());
    expect(target).toEqual({
      driver: 'toxiproxy',
      id: 'orders',
      name: 'orders',
      labels: { listen: (await view('orders')).listen, upstream: '127.0.0.1:9' },
      locator: { proxy: 'orders' },
    });
  });
});

describe('acting on a proxy', () => {
  const toxic = {
    name: 'a toxic ü',
    type: 'latency',
    stream: 'upstream',
    toxicity: 1,
    attributes: { latency: 5, jitter: 0 },
  } as const;

  test('names with special characters; add, update, remove, remove again', async () => {
    const proxy = await control('pay ments ü');
    await proxy.addToxic(toxic, 60_000, soon());
    expect((await proxy.read(soon())).toxics).toEqual([toxic]);
    const changed = { ...toxic, toxicity: 0.5, attributes: { latency: 9, jitter: 1 } };
    await proxy.updateToxic(changed, soon());
    expect((await proxy.read(soon())).toxics).toEqual([changed]);
    await proxy.removeToxic(toxic.name, soon());
    await proxy.removeToxic(toxic.name, soon());
    expect((await proxy.read(soon())).toxics).toEqual([]);
  });

  test('time limits are handed on where the proxy holds them', async () => {
    const proxy = await control('orders');
    const held = toxiproxyBinary === undefined ? 60_000 : undefined;
    expect(await proxy.holdsTimeLimit()).toBe(held !== undefined);
    await proxy.addToxic(toxic, 59_999.5, soon());
    expect((await view('orders')).toxics.map(({ ttlMs }) => ttlMs)).toEqual([held]);
    await proxy.setEnabled(false, 60_000, soon());
    const down = await view('orders');
    expect([down.enabled, down.ttlMs]).toEqual([false, held]);
    await proxy.setEnabled(true, undefined, soon());
    const up = await view('orders');
    expect([up.enabled, up.ttlMs]).toEqual([true, undefined]);
    await proxy.removeToxic(toxic.name, soon());
  });

  test('what it does is what the official client sees', async () => {
    const proxy = await control('orders');
    await proxy.addToxic(toxic, undefined, soon());
    const seen = await (await new Toxiproxy(server.url).get('orders')).getToxic(toxic.name);
    expect(seen).toMatchObject({ name: toxic.name, type: 'latency', attributes: { latency: 5 } });
    await proxy.removeToxic(toxic.name, soon());
  });

  test('undoing takes a few milliseconds', async () => {
    const proxy = await control('orders');
    const tookMs: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      await proxy.addToxic(toxic, 60_000, soon());
      const startedMs = performance.now();
      await proxy.removeToxic(toxic.name, soon());
      tookMs.push(performance.now() - startedMs);
    }
    expect(tookMs.toSorted((a, b) => a - b)[10]).toBeLessThan(50);
  });
});

describe('what goes wrong has a code', () => {
  test('a proxy or toxic that is refused', async () => {
    const gone = driver.handle('proxy', {
      driver: 'toxiproxy',
      id: 'gone',
      name: 'gone',
      labels: {},
      locator: { proxy: 'gone' },
    });
    const message = 'Toxiproxy answered 404 to GET /proxies/gone: proxy not found';
    await expect(gone.read(soon())).rejects.toMatchObject({ code: 'MUS2011', message });
    const proxy = await control('orders');
    const unknown = {
      name: 'x',
      type: 'unheard-of',
      stream: 'upstream',
      toxicity: 1,
      attributes: {},
    } as const;
    const refused = expect.objectContaining({
      code: 'MUS2011',
      message: expect.stringContaining('invalid toxic type'),
    });
    await expect(proxy.addToxic(unknown, undefined, soon())).rejects.toEqual(refused);
  });

  test('what is not there, and what is no Toxiproxy, are told apart', async () => {
    const other = createHttpServer((_request, response) => response.writeHead(404).end('not here'));
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const strange = await open(`http://127.0.0.1:${(other.address() as AddressInfo).port}`);
    await expect(strange.find({ proxy: '*' }, soon())).rejects.toMatchObject({ code: 'MUS2010' });
    const [target] = await driver.find({ proxy: 'orders' }, soon());
    const removed = strange.handle('proxy', target!).removeToxic('x', soon());
    await expect(removed).rejects.toMatchObject({ code: 'MUS2011' });
    await strange.close();
    other.close();
  });

  test('nobody listens', async () => {
    const nobody = await open('http://127.0.0.1:1');
    const found = nobody.find({ proxy: '*' }, soon());
    await expect(found).rejects.toMatchObject({
      code: 'MUS2010',
      message: expect.stringContaining('127.0.0.1:1'),
    });
    await nobody.close();
  });

  test('somebody listens and says nothing', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined));
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const slow = await open(url, '50ms');
    await expect(slow.find({ proxy: '*' }, soon())).rejects.toMatchObject({
      code: 'MUS2012',
      message: `Toxiproxy at ${url} did not answer within 50 ms`,
    });
    const patient = await open(url);
    await expect(patient.find({ proxy: '*' }, AbortSignal.timeout(50))).rejects.toMatchObject({
      code: 'MUS2012',
    });
    await slow.close();
    await patient.close();
    silent.close();
  });

  test('another capability', () => {
    const target = { driver: 'toxiproxy', id: 'a', name: 'a', labels: {}, locator: { proxy: 'a' } };
    expect(() => driver.handle('process', target)).toThrow('target a offers proxy, not process');
  });
});
