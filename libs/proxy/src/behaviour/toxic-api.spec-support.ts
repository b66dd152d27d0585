// The HTTP API for toxics: shapes, defaults, status codes, error bodies.
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Lab } from './lab.spec-support.ts';

const DEFAULTS: readonly [type: string, attributes: Record<string, number>][] = [
  ['bandwidth', { rate: 0 }],
  ['latency', { latency: 0, jitter: 0 }],
  ['limit_data', { bytes: 0 }],
  ['noop', {}],
  ['reset_peer', { timeout: 0 }],
  ['slicer', { average_size: 0, size_variation: 0, delay: 0 }],
  ['slow_close', { delay: 0 }],
  ['timeout', { timeout: 0 }],
];

export function describeToxicApi(lab: Lab): void {
  describe('toxics over HTTP', () => {
    beforeEach(() => lab.proxy('127.0.0.1:9'));
    describeCreate(lab);
    describeCreateErrors(lab);
    describeUpdate(lab);
    describeLookup(lab);
  });
}

function describeCreate(lab: Lab): void {
  test.each(DEFAULTS)('%s has defaults for everything', async (type, attributes) => {
    const { status, json, headers } = await lab.addToxic({ type });
    const toxic = { attributes, name: `${type}_downstream`, type, stream: 'downstream', toxicity: 1 };
    expect([status, json, headers.get('content-type')]).toEqual([200, toxic, 'application/json']);
    expect((await lab.call('GET', `/proxies/p/toxics/${type}_downstream`)).json).toEqual(toxic);
  });

  test('takes what it is given; the stream in any case, toxicity as a 32 bit float', async () => {
    const body = {
      type: 'latency',
      stream: 'UpStream',
      toxicity: 0.123456789,
      attributes: { LATENCY: 5, color: 1 },
    };
    const { json } = await lab.addToxic(body);
    const attributes = { latency: 5, jitter: 0 };
    const expected = {
      attributes,
      name: 'latency_UpStream',
      type: 'latency',
      stream: 'UpStream',
      toxicity: 0.12345679,
    };
    expect(json).toEqual(expected);
    expect(Object.keys(json as object)).toEqual(['attributes', 'name', 'type', 'stream', 'toxicity']);
  });

  test('lists upstream toxics first, each stream in the order of creation', async () => {
    await lab.addToxic({ type: 'noop', name: '1' });
    await lab.addToxic({ type: 'noop', name: '2', stream: 'upstream' });
    await lab.addToxic({ type: 'noop', name: '3' });
    const list = (await lab.call('GET', '/proxies/p/toxics')).json as { name: string }[];
    expect(list.map(({ name }) => name)).toEqual(['2', '1', '3']);
    expect((await lab.call('GET', '/proxies/p')).json).toMatchObject({ toxics: list });
  });
}

function describeCreateErrors(lab: Lab): void {
  test('a taken name is 409, on whatever stream', async () => {
    await lab.addToxic({ type: 'noop', name: 'n' });
    const { status, json } = await lab.addToxic({ type: 'latency', name: 'n', stream: 'upstream' });
    expect([status, json]).toEqual([409, { error: 'toxic already exists', status: 409 }]);
  });

  const unmarshal = 'bad request body: json: cannot unmarshal';
  test.each<[unknown, string]>([
    ['', 'bad request body: EOF'],
    ['{', 'bad request body: unexpected EOF'],
    ['[]', `${unmarshal} array into Go value of type toxics.ToxicWrapper`],
    [{}, 'invalid toxic type'],
    [{ type: 'wat' }, 'invalid toxic type'],
    [{ type: 'noop', stream: 'sideways' }, 'stream was invalid, can be either upstream or downstream'],
    [{ name: 3 }, `${unmarshal} number into Go struct field ToxicWrapper.name of type string`],
    [
      { type: 'noop', toxicity: '1' },
      `${unmarshal} string into Go struct field ToxicWrapper.toxicity of type float32`,
    ],
    [
      { type: 'slicer', attributes: [] },
      `${unmarshal} array into Go struct field ToxicWrapper.attributes of type toxics.NoopToxic`,
    ],
    [
      { type: 'latency', attributes: { latency: 'x' } },
      `${unmarshal} string into Go struct field LatencyToxic.attributes.latency of type int64`,
    ],
    [
      { type: 'slicer', attributes: { delay: 1.5 } },
      `${unmarshal} number 1.5 into Go struct field SlicerToxic.attributes.delay of type int`,
    ],
  ])('%j is refused: %s', async (body, error) => {
    const { status, json } = await lab.call('POST', '/proxies/p/toxics', body);
    expect([status, json]).toEqual([400, { error, status: 400 }]);
    expect((await lab.call('GET', '/proxies/p/toxics')).json).toEqual([]);
  });
}

function describeUpdate(lab: Lab): void {
  const before = { name: 's', type: 'slicer', attributes: { average_size: 1, size_variation: 2, delay: 3 } };

  test.each(['PATCH', 'POST'])(
    '%s changes single attributes and toxicity, and nothing else',
    async (method) => {
      await lab.addToxic(before);
      const body = { attributes: { delay: 7 }, toxicity: 0.5, name: 'z', stream: 'upstream', type: 'noop' };
      const { status, json } = await lab.call(method, '/proxies/p/toxics/s', body);
      const attributes = { average_size: 1, size_variation: 2, delay: 7 };
      expect([status, json]).toEqual([200, { ...before, attributes, stream: 'downstream', toxicity: 0.5 }]);
      expect((await lab.call(method, '/proxies/p/toxics/s', {})).json).toEqual(json);
      expect((await lab.call('GET', '/proxies/p/toxics/s')).json).toEqual(json);
    },
  );

  const unmarshal = 'bad request body: json: cannot unmarshal';
  test.each<[unknown, string]>([
    ['', 'bad request body: EOF'],
    [{ attributes: 5 }, `${unmarshal} number into Go struct field .attributes of type toxics.SlicerToxic`],
    [{ toxicity: 'x' }, `${unmarshal} string into Go struct field .toxicity of type float32`],
    [
      { attributes: { delay: 'x' } },
      `${unmarshal} string into Go struct field SlicerToxic.attributes.delay of type int`,
    ],
  ])('%j is refused: %s', async (body, error) => {
    await lab.addToxic(before);
    const { status, json } = await lab.call('PATCH', '/proxies/p/toxics/s', body);
    expect([status, json]).toEqual([400, { error, status: 400 }]);
    expect((await lab.call('GET', '/proxies/p/toxics/s')).json).toMatchObject(before);
  });
}

function describeLookup(lab: Lab): void {
  test('DELETE removes; unknown toxics and proxies are 404', async () => {
    await lab.addToxic({ type: 'noop', name: 'n' });
    const removed = await lab.removeToxic('n');
    expect([removed.status, removed.text]).toEqual([204, '']);
    for (const method of ['GET', 'POST', 'PATCH', 'DELETE']) {
      const body = method === 'GET' ? undefined : '{}';
      const noToxic = await lab.call(method, '/proxies/p/toxics/n', body);
      expect([method, noToxic.status, noToxic.json]).toEqual([
        method,
        404,
        { error: 'toxic not found', status: 404 },
      ]);
      const noProxy = await lab.call(method, '/proxies/none/toxics/n', body);
      expect([method, noProxy.status, noProxy.json]).toEqual([
        method,
        404,
        { error: 'proxy not found', status: 404 },
      ]);
    }
    expect((await lab.call('GET', '/proxies/none/toxics')).status).toBe(404);
    expect((await lab.call('POST', '/proxies/none/toxics', { type: 'noop' })).status).toBe(404);
  });
}
