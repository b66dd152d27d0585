import { Command, InvalidArgumentError } from 'commander';
import type { Done, Io } from '../io/io.ts';
import type { ProxySpec } from '../proxy/proxy-spec.ts';

const examples = `
Examples:
  $ muster proxy web=127.0.0.1:18081,127.0.0.1:18080     clients of 18081 reach 18080
  $ muster proxy --port 8474                             no proxy yet: they are made through the API

It speaks Toxiproxy's HTTP API, so that every Toxiproxy client can use it; Ctrl-C ends it.
`;

export function proxyCommand(io: Io, done: Done): Command {
  return new Command('proxy')
    .description('Run the fault proxy: TCP proxies that experiments make slow, cut or limit.')
    .argument('[proxies...]', 'name=listen,upstream', readProxy, [])
    .option('--port <port>', "port of Toxiproxy's HTTP API", readPort, 8474)
    .option('--host <host>', 'address of the API', '127.0.0.1')
    .addHelpText('after', examples)
    .action(async (proxies: readonly ProxySpec[], { port, host }: { port: number; host: string }) => {
      const { serveProxy } = await import('../proxy/proxy.ts');
      done(await serveProxy(io, { proxies, port, host }));
    });
}

function readProxy(text: string, before: readonly ProxySpec[]): readonly ProxySpec[] {
  const [, name, listen, upstream] = /^([^=,]+)=([^,]+:\d+),([^,]+:\d+)$/.exec(text) ?? [];
  if (name === undefined || listen === undefined || upstream === undefined) {
    throw new InvalidArgumentError('Expected name=host:port,host:port (listen, upstream).');
  }
  return [...before, { name, listen, upstream }];
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('Expected 0 to 65535.');
  return port;
}
