// A process of its own that loads a proxy: the upstream behind it (port told at the start) and the clients in front,
// one measurement per message. Client and upstream share this process to leave the other core to the proxy.
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface LoadRequest {
  readonly kind: 'bulk' | 'requests' | 'api';
  readonly port: number;
  readonly connections: number;
  readonly durationMs: number;
}

export interface LoadResult {
  /** Bytes, requests or API calls per second. */
  readonly perSecond: number;
  /** Milliseconds of every request, unsorted. */
  readonly latenciesMs: readonly number[];
}

const MESSAGE_BYTES = 128;
const WARM_UP_MS = 300;
const STAGGER_MS = 5;
const BULK = Buffer.alloc(64 * 1024, 'B');

/** Answers 'R...' by echo, anything else by sending without end. */
async function startUpstream(): Promise<number> {
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (first) => {
      if (first[0] === 0x52) {
        socket.write(first);
        socket.on('data', (chunk) => socket.write(chunk));
        return;
      }
      const send = () => {
        while (!socket.destroyed && socket.write(BULK));
      };
      socket.on('drain', send);
      send();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

class Meter {
  units = 0;
  latenciesMs: number[] = [];
  stopped = false;

  count(units: number, startMs?: number): void {
    this.units += units;
    if (startMs !== undefined) this.latenciesMs.push(performance.now() - startMs);
  }
}

function openBulk(port: number, meter: Meter): Socket {
  const onread = {
    buffer: Buffer.allocUnsafe(256 * 1024),
    callback: (bytes: number) => {
      meter.count(bytes);
      return true;
    },
  };
  const socket = connect({ port, host: '127.0.0.1', onread });
  socket.write('B');
  return socket;
}

/** Clients start a little apart, so that they do not queue behind each other for ever. */
function openRequests(port: number, meter: Meter, index: number): Socket {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const message = Buffer.alloc(MESSAGE_BYTES, 'R');
  let startMs = 0;
  let missing = 0;
  const send = () => {
    startMs = performance.now();
    missing = MESSAGE_BYTES;
    socket.write(message);
  };
  socket.on('connect', () => setTimeout(send, index * STAGGER_MS));
  socket.on('data', (chunk) => {
    missing -= chunk.length;
    if (missing > 0) return;
    meter.count(1, startMs);
    if (!meter.stopped) send();
  });
  return socket;
}

/** Adds and removes a toxic on the proxy "api", over and over. */
async function callApi(port: number, worker: number, meter: Meter, agent: Agent): Promise<void> {
  const path = '/proxies/api/toxics';
  const call = async (method: string, suffix: string, body?: string) => {
    const sent = request({ port, host: '127.0.0.1', path: path + suffix, method, agent });
    const startMs = performance.now();
    sent.end(body);
    const [response] = (await once(sent, 'response')) as [NodeJS.ReadableStream];
    response.resume();
    await once(response, 'end');
    meter.count(1, startMs);
  };
  const name = `latency${worker}`;
  while (!meter.stopped) {
    await call('POST', '', JSON.stringify({ type: 'latency', name, attributes: { latency: 5 } }));
    await call('DELETE', `/${name}`);
  }
}

async function measure(load: LoadRequest): Promise<LoadResult> {
  const meter = new Meter();
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections });
  const workers = Array.from({ length: load.connections }, (_, index) => index);
  const open = load.kind === 'bulk' ? openBulk : openRequests;
  const sockets = load.kind === 'api' ? [] : workers.map((index) => open(load.port, meter, index));
  for (const socket of sockets) socket.on('error', () => undefined);
  const calls = load.kind === 'api' ? workers.map((worker) => callApi(load.port, worker, meter, agent)) : [];
  await new Promise((resolve) => setTimeout(resolve, WARM_UP_MS));
  meter.units = 0;
  meter.latenciesMs = [];
  const startMs = performance.now();
  await new Promise((resolve) => setTimeout(resolve, load.durationMs));
  const perSecond = (meter.units * 1000) / (performance.now() - startMs);
  const { latenciesMs } = meter;
  meter.stopped = true;
  await Promise.all(calls);
  for (const socket of sockets) socket.destroy();
  agent.destroy();
  return { perSecond, latenciesMs };
}

process.on('message', (load: LoadRequest) => {
  void measure(load).then((result) => process.send?.(result));
});
process.once('disconnect', () => process.exit());
process.send?.(await startUpstream());
