// The proxy server that tests run against: the embedded one, or the real Toxiproxy where TOXIPROXY_SERVER names its
// binary (the lab does). Both are used through their HTTP API only, so that a suite cannot tell them apart.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { startFaultProxyServer } from '#proxy';
import { until } from './until.ts';

export interface ProxyServer {
  readonly url: string;
  close(): Promise<void>;
}

export interface WantedProxy {
  readonly name: string;
  readonly listen: string;
  readonly upstream: string;
}

/** Path of the real Toxiproxy's server; undefined: tests use the embedded one. */
export const toxiproxyBinary: string | undefined = process.env.TOXIPROXY_SERVER;

export async function startProxyServer(proxies: readonly WantedProxy[]): Promise<ProxyServer> {
  const server =
    toxiproxyBinary === undefined
      ? await startFaultProxyServer({ port: 0 })
      : await startToxiproxy(toxiproxyBinary);
  const answer = await fetch(`${server.url}/populate`, { method: 'POST', body: JSON.stringify(proxies) });
  if (!answer.ok) throw new Error(`${server.url}/populate: ${answer.status} ${await answer.text()}`);
  return server;
}

/** Ends with the test process at the latest: it is killed, and holds nothing. */
export async function startToxiproxy(binary: string): Promise<ProxyServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(binary, ['-host', '127.0.0.1', '-port', String(port), '-proxy-metrics'], {
    stdio: 'ignore',
    env: { LOG_LEVEL: 'fatal' },
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const answers = () =>
    fetch(`${url}/version`).then(
      ({ ok }) => ok,
      () => false,
    );
  await until(answers, `${binary} to answer`);
  return {
    url,
    async close() {
      process.off('exit', kill);
      const exited = once(child, 'exit');
      kill();
      await exited;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}
