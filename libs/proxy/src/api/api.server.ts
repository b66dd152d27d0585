// The HTTP side of the fault proxy: reads requests, calls the route, writes answers and errors as Toxiproxy does.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formatAddress } from '../proxy/listen.address.ts';
import { ProxyCollection, type ProxyRequest } from '../proxy/proxy.collection.ts';
import { ApiError } from './api.error.ts';
import { type ApiAnswer, type ApiContext, findRoute } from './api.route.ts';
import { ProxyMetrics } from './proxy.metrics.ts';

export interface FaultProxyServerOptions {
  /** Address of the HTTP API; default 127.0.0.1. */
  readonly host?: string;
  /** Port of the HTTP API; default 8474, 0 takes a free one. */
  readonly port?: number;
  /** Created before the API listens. */
  readonly proxies?: readonly (Omit<ProxyRequest, 'enabled'> & { readonly enabled?: boolean })[];
}

export interface FaultProxyServer {
  readonly url: string;
  readonly port: number;
  /** The proxies behind the API, for use in the same process. */
  readonly proxies: ProxyCollection;
  /** Closes the API, every proxy and every connection. */
  close(): Promise<void>;
}

/** On every answer: tells a driver that toxics and disabled proxies take a `ttlMs`. */
export const FEATURE_HEADER = 'Muster-Proxy';

const DEFAULT_PORT = 8474;
const KEEP_ALIVE_MS = 60_000;

/** @throws ApiError when one of the proxies cannot be created; the system's error when the API cannot listen */
export async function startFaultProxyServer(
  options: FaultProxyServerOptions = {},
): Promise<FaultProxyServer> {
  const metrics = new ProxyMetrics();
  const proxies = new ProxyCollection((proxy, direction) => metrics.counterOf(proxy, direction));
  const server = createServer((request, response) => void answer({ proxies, metrics }, request, response));
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  try {
    for (const proxy of options.proxies ?? []) await proxies.add({ enabled: true, ...proxy });
    server.listen(options.port ?? DEFAULT_PORT, options.host ?? '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    await proxies.close();
    throw error;
  }
  const { address, port } = server.address() as AddressInfo;
  return {
    url: `http://${formatAddress(address, port)}`,
    port,
    proxies,
    close: () => close(server, proxies),
  };
}

async function close(server: Server, proxies: ProxyCollection): Promise<void> {
  if (server.listening) {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }
  await proxies.close();
}

async function answer(
  context: ApiContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    write(response, await call(context, request));
  } catch (error) {
    write(response, describeError(error));
  }
}

async function call(context: ApiContext, request: IncomingMessage): Promise<ApiAnswer> {
  const path = decodePath(request.url ?? '/');
  const route = path === undefined ? undefined : findRoute(path);
  if (route === undefined) return plain('404 page not found\n', 404);
  const handler = route.methods[request.method ?? ''];
  if (handler === undefined) return { status: 405, text: '' };
  // A page in somebody's browser must not reach the API of a proxy on the same machine.
  if (request.headers['user-agent']?.startsWith('Mozilla/') === true)
    return plain('User agent not allowed\n', 403);
  const { proxyName, toxicName } = route;
  return handler({ ...context, proxyName, toxicName, body: await readBody(request) });
}

function decodePath(url: string): string | undefined {
  const query = url.indexOf('?');
  try {
    return decodeURIComponent(query < 0 ? url : url.slice(0, query));
  } catch {
    return undefined;
  }
}

/** Listeners instead of an async iterator: API calls are many and small. */
function readBody(request: IncomingMessage): string | Promise<string> {
  if (request.method === 'GET') return '';
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
    request.on('error', reject);
  });
}

function describeError(error: unknown): ApiAnswer {
  const { message, status } =
    error instanceof ApiError
      ? error
      : { message: error instanceof Error ? error.message : String(error), status: 500 };
  return plain(`${JSON.stringify({ error: message, status })}\n`, status);
}

function plain(text: string, status: number): ApiAnswer {
  return { status, contentType: 'text/plain; charset=utf-8', text };
}

function write(response: ServerResponse, { status, contentType, text }: ApiAnswer): void {
  const headers: Record<string, string | number> = { [FEATURE_HEADER]: 'ttl' };
  if (contentType !== undefined) headers['Content-Type'] = contentType;
  if (contentType?.startsWith('text/plain; charset') === true) headers['X-Content-Type-Options'] = 'nosniff';
  if (status !== 204) headers['Content-Length'] = Buffer.byteLength(text);
  response.writeHead(status, headers).end(text);
}
