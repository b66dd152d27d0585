// Real servers and measuring for the specs of probes.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server as HttpServer, type RequestListener } from 'node:http';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { createInterface } from 'node:readline';
import { type AnyProbe, type FieldValue, type Measurement, MusterError, type Probe } from '#core';

const TIMEOUT_MS = 5000;

interface Listening {
  readonly port: number;
  /** Connections accepted so far. */
  readonly accepted: () => number;
  readonly close: () => Promise<void>;
}

export function serveHttp(answer: RequestListener, port = 0): Promise<Listening> {
  return listen(createServer(answer), port);
}

/** Accepts, and does with the connection what is told; by default nothing. */
export function serveTcp(onConnection: (socket: Socket) => void = () => undefined): Promise<Listening> {
  return listen(createTcpServer(onConnection), 0);
}

async function listen(server: Server | HttpServer, port: number): Promise<Listening> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  server.on('connection', (socket: Socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    accepted: () => accepted,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/**
 * A process that stands still with a full queue of connections: the next one gets no answer, as where packets get lost.
 * Linux only.
 */
export async function fullServer(): Promise<{ port: number; close: () => void } | undefined> {
  if (process.platform !== 'linux') return undefined;
  const program = `const server = require('node:net').createServer();
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(server.address().port));`;
  const child: ChildProcess = spawn(process.execPath, ['-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout! });
  const [line] = await new Promise<[string]>((resolve) => lines.once('line', (text) => resolve([text])));
  child.kill('SIGSTOP');
  const port = Number(line);
  const sockets: Socket[] = Array.from({ length: 8 }, () =>
    connect(port, '127.0.0.1').on('error', () => undefined),
  );
  // The queue takes two; both are there once the second connection stands.
  await new Promise<void>((resolve) => {
    let connected = 0;
    for (const socket of sockets) socket.once('connect', () => ++connected === 2 && resolve());
  });
  return {
    port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      child.kill('SIGKILL');
    },
  };
}

/** A port where nobody listens. */
export async function closedPort(): Promise<number> {
  const { port, close } = await serveTcp();
  await close();
  return port;
}

export function bind(kind: AnyProbe, values: Record<string, unknown>): Probe {
  return kind.open(kind.params.parse(values));
}

export interface MeasureOptions {
  readonly timeoutMs?: number;
  readonly secrets?: Readonly<Record<string, string>>;
}

export async function measure(
  probe: Probe,
  { timeoutMs = TIMEOUT_MS, secrets = {} }: MeasureOptions = {},
): Promise<Measurement> {
  return probe.measure({
    timeoutMs,
    signal: AbortSignal.timeout(timeoutMs),
    secrets: {
      async resolve(ref) {
        const value = 'secret' in ref ? secrets[ref.secret] : undefined;
        if (value === undefined) throw new MusterError('MUS2013', 'no such secret');
        return value;
      },
    },
  });
}

/** The fields of one measurement of a probe that is closed afterwards. */
export async function fieldsOf(
  kind: AnyProbe,
  values: Record<string, unknown>,
  options?: MeasureOptions,
): Promise<Readonly<Record<string, FieldValue>>> {
  const probe = bind(kind, values);
  try {
    const measurement = await measure(probe, options);
    return measurement.outcome === 'measured' ? measurement.fields : { error: measurement.message };
  } finally {
    await probe.close();
  }
}
