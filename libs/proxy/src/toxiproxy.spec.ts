// The real Toxiproxy passes our suite, which proves the suite. Needs its binary:
//   TOXIPROXY_SERVER=/path/to/toxiproxy-server npx jest libs/proxy
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, test } from '@jest/globals';
import type { ServerUnderTest } from './behaviour/lab.spec-support.ts';
import { describeProxyBehaviour } from './behaviour/proxy.behaviour.spec-support.ts';
import { until } from './behaviour/until.spec-support.ts';

const binary = process.env.TOXIPROXY_SERVER;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function start(path: string): Promise<ServerUnderTest> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child: ChildProcess = spawn(path, ['-host', '127.0.0.1', '-port', String(port), '-proxy-metrics'], {
    stdio: 'ignore',
    env: { LOG_LEVEL: 'fatal' },
  });
  const answers = () =>
    fetch(`${url}/version`).then(
      ({ ok }) => ok,
      () => false,
    );
  await until(answers, 'toxiproxy-server to answer');
  const close = async () => {
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  return { url, close };
}

if (binary === undefined) {
  describe('Toxiproxy itself', () => {
    test.skip('is not tested: TOXIPROXY_SERVER does not name its binary', () => undefined);
  });
} else {
  describeProxyBehaviour(`Toxiproxy (${binary})`, () => start(binary));
}
