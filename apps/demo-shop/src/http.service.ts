// The little HTTP that the three services share: routes, answers, and a call that waits for ever.
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

/** Planted flaw: no timeout. A connection of its own for every call. @throws UnreachableService */
export function call(method: 'GET' | 'POST', url: string, body?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(new UnreachableService(`${url}: ${error.message}`));
    const outgoing = request(url, { method, agent: false }, (response) => {
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
