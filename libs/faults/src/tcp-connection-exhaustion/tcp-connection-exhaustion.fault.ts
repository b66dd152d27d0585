// Takes the connections of a server: a helper process opens sockets, sends nothing, and holds them.
import { connect } from 'node:net';
import { z } from 'zod';
import { defineFault, type HelperContext, MusterError } from '#core';
import { fill, type Held } from '../shared/filling.ts';

const CONNECT_TIMEOUT_MS = 5000;
const KIND = 'tcp-connection-exhaustion';

const params = z
  .strictObject({
    connections: z.int().min(1).max(60_000).describe('How many connections to hold.'),
    rate: z.int().min(1).max(100_000).optional().describe('New connections per second. Default: no limit.'),
  })
  .describe('Opens connections and holds them.');
type Params = z.infer<typeof params>;

const inputSchema = params.extend({ host: z.string(), port: z.int() });
type Undo = { readonly helper: string };

export const tcpConnectionExhaustion = defineFault<Params, Undo, 'endpoint'>({
  kind: KIND,
  title: 'Connections exhausted (TCP)',
  summary: 'Opens many connections to a server and holds them, until it has none left for others.',
  params,
  needs: 'endpoint',
  reversible: 'yes',
  ifMusterDies: 'helper',
  effect: 'connections',
  explain: ({ connections, rate }, name) =>
    `holds ${connections} connections to ${name}${rate === undefined ? '' : `, ${rate} more per second`}`,
  explainUndo: ({ connections }, name) => `close the ${connections} connections to ${name}`,
  async prepare({ on, token, signal }) {
    await requireReachable(on.host, on.port, signal);
    return { undo: { helper: token }, endsByItself: true };
  },
  inject: ({ params, on, helpers, timeLimitMs }, { helper }) =>
    helpers.launch({
      kind: KIND,
      token: helper,
      input: { ...params, host: on.host, port: on.port },
      ttlMs: timeLimitMs,
    }),
  undo: ({ helpers }, { helper }) => helpers.release(helper),
  // The system closes the sockets of a process that is gone.
  async verifyUndone({ helpers }, { helper }) {
    if (!(await helpers.alive(helper))) return { gone: true };
    return { gone: false, found: `helper ${helper} is alive and holds connections` };
  },
  helper: holdConnections,
  example: { connections: 200 },
});

async function holdConnections(context: HelperContext): Promise<void> {
  const { host, port, connections, rate } = inputSchema.parse(context.input);
  const open = (lost: () => void) => openSocket({ host, port, lost });
  await fill({
    goal: async () => connections,
    open,
    ratePerSecond: rate,
    ended: context.ended,
    ready: () => context.ready(),
  });
}

interface SocketRequest {
  readonly host: string;
  readonly port: number;
  readonly lost: () => void;
}

function openSocket({ host, port, lost }: SocketRequest): Promise<Held | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, noDelay: true });
    socket.setTimeout(CONNECT_TIMEOUT_MS, () => socket.destroy());
    socket.once('connect', () => {
      socket.setTimeout(0);
      resolve({ close: () => socket.destroy() });
    });
    // 'close' follows every error.
    socket.on('error', () => undefined);
    socket.once('close', () => {
      lost();
      resolve(undefined);
    });
    socket.resume();
  });
}

async function requireReachable(host: string, port: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const held = await openSocket({ host, port, lost: () => undefined });
  if (held === undefined) throw new MusterError('MUS2010', `no connection to ${host}:${port}`);
  held.close();
}
