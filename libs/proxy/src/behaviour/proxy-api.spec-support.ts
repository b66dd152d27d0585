// The HTTP API for proxies: shapes, status codes, error bodies.
import { describe, expect, test } from '@jest/globals';
import { Toxiproxy } from 'toxiproxy-node-client';
import type { Lab, ProxyBody } from './lab.spec-support.ts';
import { connectTo, Upstream } from './peer.spec-support.ts';
import { until } from './until.spec-support.ts';

const UPSTREAM = '127.0.0.1:9';
const valid = (name: string) => ({ name, listen: '127.0.0.1:0', upstream: UPSTREAM });
const shape = (name: string, rest: object = {}) => ({
  name,
  listen: expect.stringMatching(/^127\.0\.0\.1:[1-9]\d*$/),
  upstream: UPSTREAM,
  enabled: true,
  Logger: {},
  toxics: [],
  ...rest,
});

export function describeProxyApi(lab: Lab): void {
  describe('proxies over HTTP', () => {
    describeServer(lab);
    describeCreate(lab);
    describeCreateErrors(lab);
    describeConflicts(lab);
    describeUpdate(lab);
    describePopulate(lab);
    describeReset(lab);
    describeClient(lab);
  });
}

function describeServer(lab: Lab): void {
  test('GET /version', async () => {
    const { status, text, headers } = await lab.call('GET', '/version');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json;charset=utf-8']);
    expect(text).toMatch(/^\{"version": "[^"]+"\}\n$/);
  });

  test('unknown paths are 404, unknown methods 405', async () => {
    for (const path of [
      '/',
      '/nope',
      '/proxies/',
      '/proxies/x/toxic',
      '/proxies/x/toxics/',
      '/proxies/x/toxics/y/z',
    ]) {
      const { status, text } = await lab.call('GET', path);
      expect([path, status, text]).toEqual([path, 404, '404 page not found\n']);
    }
    for (const [method, path] of [
      ['GET', '/reset'],
      ['GET', '/populate'],
      ['PUT', '/proxies/x'],
      ['PATCH', '/proxies'],
      ['POST', '/version'],
    ] as const) {
      const { status, text } = await lab.call(method, path);
      expect([method, path, status, text]).toEqual([method, path, 405, '']);
    }
  });

  test('browsers are refused by their user agent', async () => {
    const { status, text } = await lab.call('GET', '/proxies', undefined, {
      'User-Agent': 'Mozilla/5.0 (X11)',
    });
    expect([status, text]).toEqual([403, 'User agent not allowed\n']);
  });

  test('GET /metrics counts the bytes of both directions', async () => {
    const proxy = await lab.proxy(await Upstream.echo(), 'counted');
    const client = await lab.connect(proxy);
    await client.roundTrip('hello');
    client.socket.destroy();
    const labels = (direction: string) =>
      `{direction="${direction}",listener="${proxy.listen}",proxy="counted",upstream="${proxy.upstream}"} 5`;
    await until(async () => {
      const { text } = await lab.call('GET', '/metrics');
      return ['upstream', 'downstream'].every((direction) =>
        text.includes(`toxiproxy_proxy_received_bytes_total${labels(direction)}`),
      );
    }, 'the counters');
    const { status, text, headers } = await lab.call('GET', '/metrics');
    expect([status, headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/plain; version=0.0.4'),
    ]);
    expect(text).toContain('# TYPE toxiproxy_proxy_sent_bytes_total counter');
  });
}

function describeCreate(lab: Lab): void {
  test('a created proxy is answered, shown and listed', async () => {
    const created = await lab.call('POST', '/proxies', valid('b'));
    expect([created.status, created.headers.get('content-type')]).toEqual([201, 'application/json']);
    expect(created.json).toEqual(shape('b'));
    expect((await lab.call('GET', '/proxies/b')).json).toEqual(created.json);
    const other = await lab.call('POST', '/proxies', { ...valid('a'), enabled: false });
    expect(other.json).toEqual(shape('a', { enabled: false, listen: '127.0.0.1:0' }));
    const index = await lab.call('GET', '/proxies');
    expect(index.json).toEqual({ a: other.json, b: created.json });
    expect(Object.keys(index.json as object)).toEqual(['a', 'b']);
  });

  test('listen addresses are resolved', async () => {
    for (const [listen, pattern] of [
      ['localhost:0', /^127\.0\.0\.1:\d+$/],
      ['[::1]:0', /^\[::1\]:\d+$/],
      ['', /^\[::\]:\d+$/],
      [':0', /^\[::\]:\d+$/],
      ['0.0.0.0:0', /^\[::\]:\d+$/],
    ] as const) {
      const { json } = await lab.call('POST', '/proxies', {
        name: `at ${listen}`,
        listen,
        upstream: UPSTREAM,
      });
      expect((json as ProxyBody).listen).toMatch(pattern);
    }
  });

  test('field names match in any case, unknown fields and what follows the body do not matter', async () => {
    const body = `{"NAME":"c","Listen":"127.0.0.1:0","upSTREAM":"${UPSTREAM}","color":"red"} and more`;
    expect((await lab.call('POST', '/proxies', body)).json).toEqual(shape('c'));
  });
}

function describeCreateErrors(lab: Lab): void {
  test.each<[unknown, number, string]>([
    [{}, 400, 'missing required field: name'],
    ['null', 400, 'missing required field: name'],
    [{ name: 'x' }, 400, 'missing required field: upstream'],
    ['', 400, 'bad request body: EOF'],
    ['{"name": "x"', 400, 'bad request body: unexpected EOF'],
    ['hello', 400, "bad request body: invalid character 'h' looking for beginning of value"],
    ['{a:1}', 400, "bad request body: invalid character 'a' looking for beginning of object key string"],
    ['{"a" 1}', 400, "bad request body: invalid character '1' after object key"],
    ['{"a":1 "b"}', 400, `bad request body: invalid character '"' after object key:value pair`],
    ['[1 2]', 400, "bad request body: invalid character '2' after array element"],
    ['{"a":tru}', 400, "bad request body: invalid character '}' in literal true (expecting 'e')"],
    ['{"a":"\\x"}', 400, "bad request body: invalid character 'x' in string escape code"],
    ['{"a":"\\u12g4"}', 400, "bad request body: invalid character 'g' in \\u hexadecimal character escape"],
    ['{"a":"\n"}', 400, "bad request body: invalid character '\\n' in string literal"],
    ['{"a":-}', 400, "bad request body: invalid character '}' in numeric literal"],
    ['{"a":1.}', 400, "bad request body: invalid character '}' after decimal point in numeric literal"],
    ['{"a":1e}', 400, "bad request body: invalid character '}' in exponent of numeric literal"],
    ['[]', 400, 'bad request body: json: cannot unmarshal array into Go value of type toxiproxy.Proxy'],
    [
      { name: 1 },
      400,
      'bad request body: json: cannot unmarshal number into Go struct field Proxy.name of type string',
    ],
    [
      { ...valid('x'), enabled: 'no' },
      400,
      'bad request body: json: cannot unmarshal string into Go struct field Proxy.enabled of type bool',
    ],
    [{ ...valid('x'), listen: 'nonsense' }, 500, 'listen tcp: address nonsense: missing port in address'],
    [{ ...valid('x'), listen: '::1:33' }, 500, 'listen tcp: address ::1:33: too many colons in address'],
    [{ ...valid('x'), listen: '127.0.0.1:99999' }, 500, 'listen tcp: address 99999: invalid port'],
    [{ ...valid('x'), listen: '127.0.0.1:abc' }, 500, 'listen tcp: lookup tcp/abc: unknown port'],
  ])('POST /proxies %j answers %i %s', async (body, status, error) => {
    const result = await lab.call('POST', '/proxies', body);
    expect(result.json).toEqual({ error, status });
    expect([result.status, result.headers.get('content-type')]).toEqual([
      status,
      'text/plain; charset=utf-8',
    ]);
    expect((await lab.call('GET', '/proxies')).json).toEqual({});
  });
}

function describeConflicts(lab: Lab): void {
  test('a taken name is 409, a taken port 500', async () => {
    const { listen } = await lab.proxy(UPSTREAM);
    const again = await lab.call('POST', '/proxies', valid('p'));
    expect([again.status, again.json]).toEqual([409, { error: 'proxy already exists', status: 409 }]);
    const taken = await lab.call('POST', '/proxies', { ...valid('q'), listen });
    expect(taken.json).toEqual({ error: `listen tcp ${listen}: bind: address already in use`, status: 500 });
  });

  test('DELETE ends the listener; unknown names are 404', async () => {
    const proxy = await lab.proxy(UPSTREAM);
    const removed = await lab.call('DELETE', '/proxies/p');
    expect([removed.status, removed.text]).toEqual([204, '']);
    for (const method of ['GET', 'DELETE', 'PATCH', 'POST']) {
      const { status, json } = await lab.call(method, '/proxies/p', method === 'GET' ? undefined : '');
      expect([method, status, json]).toEqual([method, 404, { error: 'proxy not found', status: 404 }]);
    }
    await expect(connectTo(proxy.listen)).rejects.toThrow('ECONNREFUSED');
  });
}

function describeUpdate(lab: Lab): void {
  test.each(['PATCH', 'POST'])('%s changes what it names and keeps the rest', async (method) => {
    const proxy = await lab.proxy(UPSTREAM);
    const moved = await lab.call(method, '/proxies/p', { upstream: '127.0.0.1:10', name: 'other' });
    expect([moved.status, moved.json]).toEqual([
      200,
      shape('p', { upstream: '127.0.0.1:10', listen: proxy.listen }),
    ]);
    const off = await lab.call(method, '/proxies/p', { enabled: false });
    expect(off.json).toEqual({ ...(moved.json as object), enabled: false });
    await expect(connectTo(proxy.listen)).rejects.toThrow('ECONNREFUSED');
    const on = await lab.call(method, '/proxies/p', { enabled: true });
    expect(on.json).toEqual(moved.json);
    await lab.connect(proxy);
  });

  test('a new listen address moves the listener and keeps the toxics', async () => {
    const upstream = lab.keep(await Upstream.echo());
    const proxy = await lab.proxy(upstream.address);
    await lab.addToxic({ type: 'noop' });
    const { json } = await lab.call('PATCH', '/proxies/p', { listen: '127.0.0.1:0' });
    const moved = json as ProxyBody;
    expect(moved.listen).not.toBe(proxy.listen);
    expect(moved).toMatchObject({ toxics: [{ name: 'noop_downstream' }] });
    await expect(connectTo(proxy.listen)).rejects.toThrow('ECONNREFUSED');
    await (await lab.connect(moved)).roundTrip('still there');
  });

  test.each<[unknown, number, string]>([
    ['', 400, 'bad request body: EOF'],
    ['5', 400, 'bad request body: json: cannot unmarshal number into Go value of type toxiproxy.Proxy'],
    [{ listen: 'foo' }, 500, 'address foo: missing port in address'],
    [{ listen: '127.0.0.1:foo' }, 500, 'lookup tcp/foo: unknown port'],
    [{ listen: '127.0.0.1:70000' }, 500, 'address 70000: invalid port'],
  ])('PATCH %j answers %i %s and changes nothing', async (body, status, error) => {
    const before = await lab.proxy(UPSTREAM);
    const result = await lab.call('PATCH', '/proxies/p', body);
    expect([result.status, result.json]).toEqual([status, { error, status }]);
    expect((await lab.call('GET', '/proxies/p')).json).toEqual(before);
  });

  test('a port that is taken leaves the proxy disabled at the new address', async () => {
    const { listen } = await lab.proxy(UPSTREAM, 'first');
    await lab.proxy(UPSTREAM);
    const { json } = await lab.call('PATCH', '/proxies/p', { listen });
    expect(json).toEqual({ error: `listen tcp ${listen}: bind: address already in use`, status: 500 });
    expect((await lab.call('GET', '/proxies/p')).json).toEqual(shape('p', { listen, enabled: false }));
  });
}

function describePopulate(lab: Lab): void {
  test('creates, keeps what is the same, replaces what differs', async () => {
    const first = await lab.call('POST', '/populate', [valid('a'), { ...valid('b'), enabled: false }]);
    expect([first.status, first.json]).toEqual([
      201,
      { proxies: [shape('a'), shape('b', { enabled: false, listen: '127.0.0.1:0' })] },
    ]);
    const [a] = (first.json as { proxies: ProxyBody[] }).proxies;
    await lab.addToxic({ type: 'noop' }, 'a');
    const kept = await lab.call('POST', '/populate', [{ name: 'a', listen: a?.listen, upstream: UPSTREAM }]);
    expect(kept.json).toMatchObject({ proxies: [{ listen: a?.listen, toxics: [{ type: 'noop' }] }] });
    const replaced = await lab.call('POST', '/populate', [valid('a')]);
    expect(replaced.json).toEqual({ proxies: [shape('a')] });
    expect(Object.keys((await lab.call('GET', '/proxies')).json as object)).toEqual(['a', 'b']);
  });

  test('an empty list creates nothing and answers null', async () => {
    const { status, json } = await lab.call('POST', '/populate', '[]');
    expect([status, json]).toEqual([201, { proxies: null }]);
  });

  test.each<[unknown, string]>([
    ['', 'bad request body: EOF'],
    [[valid('a'), { name: 'b' }], 'missing required field: upstream at proxy 2'],
    [[{ upstream: UPSTREAM }], 'missing required field: name at proxy 1'],
    [
      [{ name: 5 }],
      'bad request body: json: cannot unmarshal number into Go struct field .Proxy.name of type string',
    ],
    [
      '{}',
      'bad request body: json: cannot unmarshal object into Go value of type []struct { toxiproxy.Proxy; Enabled *bool "json:\\"enabled\\"" }',
    ],
  ])('%j creates nothing: %s', async (body, error) => {
    const result = await lab.call('POST', '/populate', body);
    expect([result.status, result.json]).toEqual([400, { error, status: 400, proxies: null }]);
    expect((await lab.call('GET', '/proxies')).json).toEqual({});
  });

  test('a failure in the middle tells what was created before it', async () => {
    const { listen } = await lab.proxy(UPSTREAM);
    const { status, json } = await lab.call('POST', '/populate', [
      valid('a'),
      { ...valid('b'), listen },
      valid('c'),
    ]);
    const error = `listen tcp ${listen}: bind: address already in use`;
    expect([status, json]).toEqual([500, { error, status: 500, proxies: [shape('a')] }]);
    expect(Object.keys((await lab.call('GET', '/proxies')).json as object)).toEqual(['a', 'p']);
  });
}

function describeReset(lab: Lab): void {
  test('POST /reset enables every proxy and takes every toxic away', async () => {
    await lab.proxy(UPSTREAM);
    await lab.call('POST', '/proxies', { ...valid('q'), enabled: false });
    await lab.addToxic({ type: 'latency' });
    await lab.addToxic({ type: 'timeout', stream: 'upstream' }, 'q');
    const { status, text } = await lab.call('POST', '/reset');
    expect([status, text]).toEqual([204, '']);
    expect((await lab.call('GET', '/proxies')).json).toEqual({ p: shape('p'), q: shape('q') });
  });
}

function describeClient(lab: Lab): void {
  test('toxiproxy-node-client works', async () => {
    const client = new Toxiproxy(lab.url);
    const proxy = await client.createProxy({ ...valid('shop') });
    expect(Object.keys(await client.getAll())).toEqual(['shop']);
    const attributes = { latency: 5, jitter: 1 };
    const toxic = await proxy.addToxic({
      name: 'slow',
      type: 'latency',
      stream: 'upstream',
      toxicity: 1,
      attributes,
    });
    expect(toxic.toJson()).toMatchObject({ name: 'slow', attributes });
    const body = { name: 'slow', type: 'latency', stream: 'upstream', toxicity: 0.5 } as const;
    const updated = await toxic.update({ ...body, attributes: { latency: 9, jitter: 1 } });
    expect([updated.toxicity, updated.attributes]).toEqual([0.5, { latency: 9, jitter: 1 }]);
    expect((await proxy.getToxic('slow')).toJson()).toMatchObject({ toxicity: 0.5 });
    await toxic.remove();
    await proxy.addToxic({ ...body, attributes });
    const off = await proxy.update({ enabled: false, listen: proxy.listen, upstream: proxy.upstream });
    expect(off.enabled).toBe(false);
    await client.reset();
    expect((await client.get('shop')).toJson()).toMatchObject({ enabled: true });
    expect(Object.keys(await client.populate([valid('one'), valid('two')]))).toEqual(['one', 'two']);
    expect((await lab.call('GET', '/proxies/shop/toxics')).json).toEqual([]);
    await (await client.get('shop')).remove();
    expect(Object.keys(await client.getAll())).toEqual(['one', 'two']);
  });
}
