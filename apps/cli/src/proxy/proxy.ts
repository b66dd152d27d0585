// `muster proxy`: the fault proxy as a server of its own, until it is told to end.
import { once } from 'node:events';
import { exitCodes, MusterError, messageOf } from '#core';
import { startFaultProxyServer } from '#proxy';
import type { Io } from '../io/io.ts';
import type { ProxySpec } from './proxy-spec.ts';

export interface ProxyInput {
  readonly proxies: readonly ProxySpec[];
  readonly port: number;
  readonly host: string;
}

export async function serveProxy(io: Io, input: ProxyInput): Promise<number> {
  const server = await startFaultProxyServer({ ...input, proxies: [...input.proxies] }).catch(
    (error: unknown) => {
      throw new MusterError('MUS2006', `the proxy cannot start: ${messageOf(error)}`, { cause: error });
    },
  );
  io.out.write(`${io.style('green', '✔')} API         ${server.url}\n`);
  for (const { name } of input.proxies) {
    const { listen, upstream } = server.proxies.get(name);
    io.out.write(`${io.style('green', '✔')} ${name.padEnd(12)}${listen} -> ${upstream}\n`);
  }
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), once(process, 'SIGHUP')]);
  await server.close();
  return exitCodes.pass;
}
