// Whether a TCP connection can be made, and how long that takes. Nothing is sent.
import { connect } from 'node:net';
import { z } from 'zod';
import { defineProbe, type Measurement, type ProbeContext } from '#core';
import { cannotMeasure, failureOf, failureWords } from './shared/failure.ts';
import { startStopwatch, stopped } from './shared/stopwatch.ts';

const ADDRESS = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/;
const port = () => z.int().min(1).max(65_535);

const params = z
  .union([
    z.strictObject({
      host: z.string().min(1).describe('Name or address of the host.'),
      port: port().describe('Port to connect to.'),
    }),
    z.strictObject({
      address: z
        .string()
        .regex(ADDRESS, 'expected host:port, such as 127.0.0.1:5432 or [::1]:5432')
        .refine((text) => port().safeParse(partsOf(text).port).success, 'a port is 1 to 65535')
        .describe('Host and port in one: 127.0.0.1:5432, [::1]:5432.'),
    }),
  ])
  .describe('Opens a TCP connection and closes it.');
type Params = z.infer<typeof params>;

export const tcp = defineProbe<Params>({
  kind: 'tcp',
  title: 'TCP connection',
  summary: 'Opens a TCP connection and closes it again.',
  params,
  fields: {
    connected: { type: 'boolean', summary: 'Whether the connection was accepted.' },
    latency: { type: 'duration', summary: 'Until it was accepted, or until it failed.' },
    failed: { type: 'text', summary: `Empty, or why not: ${failureWords}.` },
  },
  explain: (values) => {
    const { host, port: number } = endpointOf(values);
    return `TCP connection to ${host.includes(':') ? `[${host}]` : host}:${number}`;
  },
  hosts: (values) => [endpointOf(values).host],
  open: (values) => ({
    measure: (context) => measure(endpointOf(values), context),
    close: async () => undefined,
  }),
  example: { host: '127.0.0.1', port: 5432 },
});

interface Endpoint {
  readonly host: string;
  readonly port: number;
}

function endpointOf(values: Params): Endpoint {
  return 'address' in values ? partsOf(values.address) : values;
}

function partsOf(address: string): Endpoint {
  const [, v6, name, number] = ADDRESS.exec(address) ?? [];
  return { host: v6 ?? name ?? '', port: Number(number) };
}

async function measure(endpoint: Endpoint, context: ProbeContext): Promise<Measurement> {
  const { signal } = context;
  const watch = startStopwatch(context);
  if (signal.aborted) return stopped;
  const outcome = await tryToConnect(endpoint, signal);
  const latency = watch.elapsedMs();
  if (outcome === 'connected') {
    return { outcome: 'measured', fields: { connected: true, latency, failed: '' } };
  }
  if (watch.wasStopped()) return stopped;
  const failed = signal.aborted ? 'timeout' : failureOf(outcome);
  if (failed === undefined) return cannotMeasure(outcome);
  return { outcome: 'measured', fields: { connected: false, latency, failed } };
}

/** 'connected', or what it failed with. */
async function tryToConnect(endpoint: Endpoint, signal: AbortSignal): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const socket = connect(endpoint);
  const giveUp = (): void => resolve('given up');
  signal.addEventListener('abort', giveUp, { once: true });
  socket.once('connect', () => resolve('connected')).on('error', resolve);
  const outcome = await promise;
  signal.removeEventListener('abort', giveUp);
  socket.destroy();
  return outcome;
}
