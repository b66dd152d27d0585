import { type ChildProcess, spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { describe, expect, test } from '@jest/globals';
import { describeProbeContract } from '../../testkit/src/probe-contract.ts';
import { closedPort, fieldsOf, serveTcp } from './probe.lab.spec-support.ts';
import { tcp } from './tcp.probe.ts';

describeProbeContract(tcp, async () => {
  const server = await serveTcp();
  const full = process.platform === 'linux' ? await fullServer() : undefined;
  return {
    up: { address: `127.0.0.1:${server.port}` },
    down: {
      with: { host: '127.0.0.1', port: await closedPort() },
      fields: { connected: false, failed: 'refused' },
    },
    ...(full ? { hanging: { host: '127.0.0.1', port: full.port } } : {}),
    close: async () => {
      full?.close();
      await server.close();
    },
  };
});

/** A process that stands still with a full queue of connections: the next one gets no answer. */
async function fullServer(): Promise<{ port: number; close: () => void }> {
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

describe('tcp', () => {
  test('tells a name that does not resolve', async () => {
    expect(await fieldsOf(tcp, { host: 'shop.invalid', port: 80 })).toMatchObject({
      connected: false,
      failed: 'dns',
    });
  });

  test.each([
    [{ address: 'shop.test:5432' }, ['shop.test'], 'TCP connection to shop.test:5432'],
    [{ address: '[::1]:5432' }, ['::1'], 'TCP connection to [::1]:5432'],
    [{ host: '::1', port: 5432 }, ['::1'], 'TCP connection to [::1]:5432'],
  ])('%j is understood', (values, hosts, told) => {
    const parsed = tcp.params.parse(values);
    expect([tcp.hosts(parsed), tcp.explain(parsed)]).toEqual([hosts, told]);
  });

  test.each([
    { address: 'shop.test' },
    { address: '::1:80' },
    { address: 'a:0' },
    { address: 'a:65536' },
    { host: 'a' },
  ])('%j is refused', (values) => expect(tcp.params.safeParse(values).success).toBe(false));
});
