// The little HTTP that the three services share: routes, answers, and calls to one another.
import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly type?: string;
}

/** By `METHOD /first-segment`; gets what follows the first segment, and the whole request. */
export type Routes = Readonly<
  Record<string, (rest: string, request: IncomingMessage) => Promise<Answer> | Answer>
>;

export async function serve(port: number, routes: Routes): Promise<void> {
  const server = createServer((incoming, response) => {
    void answer(routes, incoming).then(({ status, body, type = 'application/json' }) => {
      response.writeHead(status, { 'content-type': type });
      response.end(type === 'application/json' ? `${JSON.stringify(body)}\n` : String(body));
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

async function answer(routes: Routes, incoming: IncomingMessage): Promise<Answer> {
  const [, first = '', rest = ''] = /^\/([^/?]*)\/?([^?]*)/.exec(incoming.url ?? '/') ?? [];
  const route = routes[`${incoming.method} /${first}`];
  if (route === undefined) return { status: 404, body: { error: 'not found' } };
  try {
    return await route(rest, incoming);
  } catch (error) {
    const { message } = error as Error;
    process.stdout.write(`${incoming.method} ${incoming.url}: ${message}\n`);
    return { status: error instanceof UnreachableService ? 502 : 500, body: { error: message } };
  }
}

export class UnreachableService extends Error {}

export interface CallOptions {
  readonly body?: unknown;
  /** Planted flaw where it is not given: it waits for ever. */
  readonly timeoutMs?: number;
}

/** A connection of its own for every call. @throws UnreachableService */
export function call(
  method: 'GET' | 'POST',
  url: string,
  { body, timeoutMs }: CallOptions = {},
): Promise<Answer> {
  const signal = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const fail = ({ message }: Error): void => {
      const why = signal?.aborted ? `no answer within ${timeoutMs} ms` : message;
      reject(new UnreachableService(`${url}: ${why}`));
    };
    const outgoing = request(url, { method, agent: false, ...(signal && { signal }) }, (response) => {
      readText(response).then(
        (text) => resolve({ status: response.statusCode ?? 0, body: parsed(text) }),
        fail,
      );
    });
    outgoing.on('error', fail);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

export async function readJson(incoming: IncomingMessage): Promise<Record<string, unknown>> {
  return parsed(await readText(incoming)) as Record<string, unknown>;
}

async function readText(stream: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text || '{}');
  } catch {
    return { text };
  }
}
