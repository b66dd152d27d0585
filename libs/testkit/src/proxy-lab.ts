// A proxy lab: a proxy (the embedded one, or the real Toxiproxy) in front of a server that answers with what it was sent, and closes.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Json } from '#core';
import { drivers } from '#targets';
import type { FaultLab } from './fault-lab.ts';
import { startProxyServer } from './proxy-server.ts';

/** What a client saw of one exchange through the proxy. */
export interface Exchange {
  readonly receivedBytes: number;
  readonly pieces: number;
  /** Until the first byte came; Infinity: none came. */
  readonly firstMs: number;
  /** Until the connection was closed; Infinity: it was open when the client gave up. */
  readonly closedMs: number;
  readonly error: string | undefined;
}

interface ProxyView {
  readonly [key: string]: Json;
  readonly listen: string;
}

const PAYLOAD = Buffer.alloc(1000, 'x');
export const PAYLOAD_BYTES = PAYLOAD.length;
const PATIENCE_MS = 1000;
const PROXY = 'payments';

/** `isHarmed` tells from an exchange whether the fault was felt. */
export async function openProxyLab(isHarmed: (exchange: Exchange) => boolean): Promise<FaultLab> {
  const upstream = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (data) => socket.end(data));
  });
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const { port } = upstream.address() as AddressInfo;
  const proxies = [{ name: PROXY, listen: '127.0.0.1:0', upstream: `127.0.0.1:${port}` }];
  const server = await startProxyServer(proxies);
  const read = async () => (await (await fetch(`${server.url}/proxies/${PROXY}`)).json()) as ProxyView;
  const proxyPort = Number((await read()).listen.split(':').at(-1));
  const stateDir = await mkdtemp(path.join(tmpdir(), 'muster-proxy-lab-'));
  return {
    driver: drivers.get('toxiproxy')!,
    living: { config: { url: server.url }, select: { proxy: PROXY } },
    dead: {
      config: { url: server.url },
      select: {},
      target: { driver: 'toxiproxy', id: 'gone', name: 'gone', labels: {}, locator: { proxy: 'gone' } },
    },
    secrets: {},
    stateDir,
    snapshot: read,
    isHarmed: async () => isHarmed(await exchange(proxyPort)),
    async restore() {
      await fetch(`${server.url}/reset`, { method: 'POST' });
    },
    async close() {
      await server.close();
      upstream.close();
      await rm(stateDir, { recursive: true });
    },
  };
}

/** Sends the payload and watches until the connection is closed, or patience ends. */
async function exchange(port: number): Promise<Exchange> {
  const seen = { receivedBytes: 0, pieces: 0, firstMs: Infinity, closedMs: Infinity };
  let error: string | undefined;
  const startedMs = performance.now();
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  socket.on('data', (data) => {
    if (seen.pieces === 0) seen.firstMs = performance.now() - startedMs;
    seen.pieces += 1;
    seen.receivedBytes += data.length;
  });
  socket.on('error', ({ code }: NodeJS.ErrnoException) => (error = code));
  socket.write(PAYLOAD);
  await new Promise<void>((resolve) => {
    const giveUp = setTimeout(resolve, PATIENCE_MS);
    socket.once('close', () => {
      clearTimeout(giveUp);
      seen.closedMs = performance.now() - startedMs;
      resolve();
    });
  });
  socket.destroy();
  return { ...seen, error };
}
