// A container engine for tests: the part of Docker's HTTP API that the driver uses, on a unix socket. Targets are states;
// helper containers are real processes that run their real scripts.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type FakeConfig, FakeContainer } from './fake-container.ts';
import { FakeProcess } from './fake-process.ts';
import { type EngineState, Refusal, routes } from './fake-routes.ts';

export class FakeEngine implements EngineState {
  readonly containers = new Map<string, FakeContainer>();
  readonly images = new Set<string>();
  /** What helper processes get besides their own environment. */
  readonly helperEnv: Record<string, string> = {};
  /** Requests so far, as METHOD PATH. */
  readonly requests: string[] = [];
  readonly socket: string;
  readonly #server: Server;
  readonly #processes = new Map<FakeContainer, FakeProcess>();
  readonly #attached = new Map<FakeContainer, Duplex>();
  readonly #connections = new Set<Duplex>();
  #count = 0;

  private constructor(socket: string) {
    this.socket = socket;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.on('upgrade', (request, connection) => this.#attach(request, connection));
    this.#server.on('connection', (connection) => {
      this.#connections.add(connection);
      connection.once('close', () => this.#connections.delete(connection));
    });
  }

  static async start(socket: string): Promise<FakeEngine> {
    const engine = new FakeEngine(socket);
    engine.#server.listen(socket);
    await once(engine.#server, 'listening');
    return engine;
  }

  create(name: string, config: FakeConfig): FakeContainer {
    this.#count += 1;
    const taken = name !== '' && [...this.containers.values()].some((one) => one.name === name);
    if (taken) throw new Refusal(409, `Conflict. The container name "/${name}" is already in use`);
    const container = new FakeContainer(name || `fake-${this.#count}`, config, this.#count);
    this.containers.set(container.id, container);
    return container;
  }

  /** By id, the beginning of one, or name. */
  find(name: string): FakeContainer {
    const known = [...this.containers.values()];
    const found = known.find((one) => one.name === name || (name.length > 11 && one.id.startsWith(name)));
    if (found === undefined) throw new Refusal(404, `No such container: ${name}`);
    return found;
  }

  start(container: FakeContainer): void {
    container.status = 'running';
    container.exitCode = 0;
    container.startedAt = new Date().toISOString();
    if (container.config.Entrypoint === undefined) return;
    const process = new FakeProcess(container.config, this.helperEnv);
    this.#processes.set(container, process);
    const connection = this.#attached.get(container);
    if (connection !== undefined) process.attach(connection);
    void process.exited.then((code) => this.#ended(container, code));
  }

  /** Resolves when it stands still. */
  async end(container: FakeContainer, signal: NodeJS.Signals, exitCode: number): Promise<void> {
    const process = this.#processes.get(container);
    if (process === undefined) return this.#ended(container, exitCode);
    process.signal(signal);
    await process.exited;
  }

  async remove(container: FakeContainer): Promise<void> {
    this.containers.delete(container.id);
    await this.end(container, 'SIGKILL', 137);
  }

  /** As if it had died: connections break, and nobody answers. Helpers and targets go on. */
  async close(): Promise<void> {
    await Promise.all([...this.containers.values()].map((container) => this.remove(container)));
    for (const connection of this.#connections) connection.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #ended(container: FakeContainer, exitCode: number): void {
    this.#processes.delete(container);
    container.status = 'exited';
    container.exitCode = exitCode;
    if (container.autoRemove) this.containers.delete(container.id);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://engine');
    const method = request.method ?? 'GET';
    this.requests.push(`${method} ${pathname}`);
    try {
      const body = await bodyOf(request);
      for (const route of routes) {
        const match = route.method === method ? route.path.exec(pathname) : null;
        if (match === null) continue;
        const parts = match.slice(1).map(decodeURIComponent);
        const { status, json } = await route.answer(this, { parts, query: searchParams, body });
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(json === undefined ? undefined : JSON.stringify(json));
        return;
      }
      throw new Refusal(404, 'page not found');
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 500;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: (error as Error).message }));
    }
  }

  #attach(request: IncomingMessage, connection: Duplex): void {
    const name = /^\/containers\/([^/]+)\/attach/.exec(request.url ?? '')?.[1] ?? '';
    this.#attached.set(this.find(decodeURIComponent(name)), connection);
    connection.on('error', () => undefined);
    connection.write(
      'HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n',
    );
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks = await Array.fromAsync(request as AsyncIterable<Buffer>);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}
