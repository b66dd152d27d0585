// A TCP lab: a server that takes only so many connections, and closes the others at once.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { drivers } from '#targets';
import { isEchoed } from './echo-client.ts';
import type { FaultLab } from './fault-lab.ts';
import { until } from './until.ts';

export async function openTcpLab({ connections }: { connections: number }): Promise<FaultLab> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  server.maxConnections = connections;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stateDir = await mkdtemp(path.join(tmpdir(), 'muster-tcp-lab-'));
  return {
    driver: drivers.get('endpoint')!,
    living: { config: {}, select: { host: '127.0.0.1', port } },
    dead: { config: {}, select: { host: '127.0.0.1', port: 1 } },
    secrets: {},
    stateDir,
    snapshot: async () => ({ open: open.size }),
    isHarmed: async () => !(await isEchoed(port)),
    restore: () => until(() => open.size === 0, 'the connections to end'),
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
      await rm(stateDir, { recursive: true });
    },
  };
}
