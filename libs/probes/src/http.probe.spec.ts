import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { describeProbeContract } from '../../testkit/src/probe-contract.ts';
import { http } from './http.probe.ts';
import {
  bind,
  closedPort,
  fieldsOf,
  fullServer,
  measure,
  serveHttp,
  serveTcp,
} from './probe.lab.spec-support.ts';

const KIB = 1024;
const at = (port: number, path = '/') => `http://127.0.0.1:${port}${path}`;

describeProbeContract(http, async () => {
  const server = await serveHttp((_request, response) => response.end('ok'));
  const silent = await serveHttp(() => undefined);
  return {
    up: { url: at(server.port), headers: { authorization: { secret: 'TOKEN' } } },
    down: {
      with: { url: at(await closedPort()) },
      fields: { status: 0, size: 0, body: '', failed: 'refused' },
    },
    broken: { url: at(server.port), headers: { authorization: { secret: 'UNSET' } } },
    hanging: { url: at(silent.port) },
    secrets: { TOKEN: 'Bearer shop-secret' },
    close: async () => {
      await Promise.all([server.close(), silent.close()]);
    },
  };
});

describe('http', () => {
  const opened: { close(): Promise<void> }[] = [];
  const keep = <Opened extends { close(): Promise<void> }>(one: Opened): Opened => {
    opened.push(one);
    return one;
  };
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
  });

  test('sends method, path, headers with their secrets, and body; measures status, body and size', async () => {
    const server = keep(
      await serveHttp((request, response) => {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString()));
        request.on('end', () => {
          response.writeHead(201);
          response.end(`${request.method} ${request.url} ${request.headers.authorization} ${body}`);
        });
      }),
    );
    const values = { url: at(server.port, '/cart?id=1'), method: 'POST', body: 'x=1' };
    const headers = { authorization: { secret: 'TOKEN' } };
    const fields = await fieldsOf(http, { ...values, headers }, { secrets: { TOKEN: 'Bearer shop' } });
    const body = 'POST /cart?id=1 Bearer shop x=1';
    expect(fields).toMatchObject({ status: 201, body, size: body.length, failed: '' });
  });

  test('keeps one connection between measurements', async () => {
    const server = keep(await serveHttp((_request, response) => response.end('ok')));
    const probe = keep(bind(http, { url: at(server.port) }));
    for (let round = 0; round < 10; round += 1) {
      await measure(probe);
      // The client lends a connection again in the next turn of the event loop; ticks are further apart than that.
      await setImmediate();
    }
    expect(server.accepted()).toBe(1);
  });

  test('tells that the system went down, and that it is back', async () => {
    const answer = (_request: unknown, response: { end(text: string): unknown }) => response.end('ok');
    const first = await serveHttp(answer);
    const probe = keep(bind(http, { url: at(first.port) }));
    expect(await measure(probe)).toMatchObject({ fields: { status: 200 } });
    await first.close();
    expect(await measure(probe)).toMatchObject({
      fields: { status: 0, failed: expect.stringMatching(/^(refused|reset)$/) },
    });
    expect(await measure(probe)).toMatchObject({ fields: { status: 0, failed: 'refused' } });
    keep(await serveHttp(answer, first.port));
    expect(await measure(probe)).toMatchObject({ fields: { status: 200, failed: '' } });
  });

  test('latency counts to the last byte; a late answer is a timeout with its time', async () => {
    const slow = keep(
      await serveHttp((_request, response) => {
        response.write('first');
        setTimeout(() => response.end('last'), 150);
      }),
    );
    const fields = await fieldsOf(http, { url: at(slow.port) });
    expect(fields).toMatchObject({ status: 200, body: 'firstlast' });
    expect(fields.latency).toBeGreaterThan(140);

    const late = await fieldsOf(http, { url: at(slow.port) }, { timeoutMs: 60 });
    expect(late).toMatchObject({ status: 0, failed: 'timeout' });
    expect(late.latency).toBeGreaterThan(40);
  });

  test('where packets get lost, the timeout ends the wait for a connection', async () => {
    const full = await fullServer();
    if (full === undefined) return;
    keep({ close: async () => full.close() });
    const fields = await fieldsOf(http, { url: at(full.port) }, { timeoutMs: 200 });
    expect(fields).toMatchObject({ status: 0, failed: 'timeout' });
    expect(fields.latency).toBeLessThan(5000);
  });

  test.each([
    ['reset', (socket: { resetAndDestroy(): unknown }) => void socket.resetAndDestroy()],
    [
      'reset',
      (socket: { end(text: string): unknown }) =>
        void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n12'),
    ],
    ['protocol', (socket: { end(text: string): unknown }) => void socket.end('SSH-2.0-OpenSSH_9.7\r\n')],
  ])('a broken answer is measured as %s', async (failed, act) => {
    const server = keep(await serveTcp((socket) => socket.once('data', () => act(socket))));
    expect(await fieldsOf(http, { url: at(server.port) })).toMatchObject({ status: 0, failed });
  });

  test('a name that does not resolve, and TLS with who speaks none', async () => {
    const plain = keep(await serveTcp((socket) => socket.end('no TLS here\n')));
    expect(await fieldsOf(http, { url: `https://127.0.0.1:${plain.port}/` })).toMatchObject({
      failed: 'tls',
    });
    expect(await fieldsOf(http, { url: 'http://shop.invalid/' })).toMatchObject({ failed: 'dns' });
  });

  test('keeps the first 64 KiB of a body and counts all of it', async () => {
    const server = keep(await serveHttp((_request, response) => response.end('x'.repeat(200 * KIB))));
    const fields = await fieldsOf(http, { url: at(server.port) });
    expect(fields).toMatchObject({ size: 200 * KIB, body: 'x'.repeat(64 * KIB) });
  });

  test('a redirect is measured as it is, or followed where that is asked for, never to another origin', async () => {
    const other = keep(await serveHttp((_request, response) => response.end('other')));
    const server = keep(
      await serveHttp((request, response) => {
        const to: Record<string, string> = { '/a': '/b', '/loop': '/loop', '/away': at(other.port) };
        const location = to[request.url ?? ''];
        response.writeHead(location === undefined ? 200 : 302, location === undefined ? {} : { location });
        response.end(request.url);
      }),
    );
    const follow = (path: string) => fieldsOf(http, { url: at(server.port, path), followRedirects: true });
    expect(await fieldsOf(http, { url: at(server.port, '/a') })).toMatchObject({ status: 302 });
    expect(await follow('/a')).toMatchObject({ status: 200, body: '/b' });
    expect(await follow('/loop')).toMatchObject({ status: 302 });
    expect(await follow('/away')).toMatchObject({ status: 302 });
    expect(other.accepted()).toBe(0);
  });

  test('a password in the address is refused; one that got into it is not shown', () => {
    const url = 'http://shop:hunter2@127.0.0.1/';
    expect(http.params.safeParse({ url }).error?.issues).toMatchObject([{ path: ['url'] }]);
    const values = { ...(http.params.parse(http.example) as { method: 'GET' }), url };
    expect(http.explain(values as Parameters<typeof http.explain>[0])).toBe('GET http://shop:***@127.0.0.1/');
  });

  test('tells its host, without the brackets of IPv6', () => {
    const hostsOf = (url: string) => http.hosts(http.params.parse({ url }));
    expect(hostsOf('https://shop.test:8443/a?b=c')).toEqual(['shop.test']);
    expect(hostsOf('http://[::1]:80/')).toEqual(['::1']);
  });
});
