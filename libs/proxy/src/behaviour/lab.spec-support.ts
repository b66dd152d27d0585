// A running server under test with shortcuts: call its API, put a proxy in front of an upstream, add a toxic.
// Everything that a test made is gone after it.
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { connectTo, type Peer, type Upstream } from './peer.spec-support.ts';

export interface ServerUnderTest {
  readonly url: string;
  close(): Promise<void>;
}

export interface ApiResult {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  // The tests compare it with what they expect; typing it would only say it twice.
  readonly json: unknown;
}

export interface ToxicBody {
  readonly type: string;
  readonly name?: string;
  readonly stream?: string;
  readonly toxicity?: number;
  readonly attributes?: Readonly<Record<string, number>>;
  readonly ttlMs?: number;
}

export interface ProxyBody {
  readonly name: string;
  readonly listen: string;
  readonly upstream: string;
  readonly enabled: boolean;
}

export class Lab {
  url = '';
  #peers: Peer[] = [];
  #upstreams: Upstream[] = [];

  async call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<ApiResult> {
    const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(this.url + path, {
      method,
      ...(payload === undefined ? {} : { body: payload }),
      ...(headers === undefined ? {} : { headers }),
    });
    const text = await response.text();
    const isJson = text.startsWith('{') || text.startsWith('[');
    return {
      status: response.status,
      text,
      headers: response.headers,
      json: isJson ? JSON.parse(text) : undefined,
    };
  }

  /** A proxy called "p" (or as named) on a free port. */
  async proxy(upstream: Upstream | string, name = 'p'): Promise<ProxyBody> {
    const address = typeof upstream === 'string' ? upstream : this.keep(upstream).address;
    const { json } = await this.call('POST', '/proxies', { name, listen: '127.0.0.1:0', upstream: address });
    return json as ProxyBody;
  }

  async addToxic(toxic: ToxicBody, proxyName = 'p'): Promise<ApiResult> {
    return this.call('POST', `/proxies/${proxyName}/toxics`, toxic);
  }

  async updateToxic(name: string, body: object): Promise<ApiResult> {
    return this.call('PATCH', `/proxies/p/toxics/${name}`, body);
  }

  async removeToxic(name: string): Promise<ApiResult> {
    return this.call('DELETE', `/proxies/p/toxics/${name}`);
  }

  async connect({ listen }: { readonly listen: string }): Promise<Peer> {
    const peer = await connectTo(listen);
    this.#peers.push(peer);
    return peer;
  }

  keep(upstream: Upstream): Upstream {
    this.#upstreams.push(upstream);
    return upstream;
  }

  async clean(): Promise<void> {
    for (const peer of this.#peers.splice(0)) peer.socket.destroy();
    for (const upstream of this.#upstreams.splice(0)) upstream.close();
    const { json } = await this.call('GET', '/proxies');
    for (const name of Object.keys(json as object)) {
      await this.call('DELETE', `/proxies/${encodeURIComponent(name)}`);
    }
  }
}

/** Starts the server before the tests of the surrounding describe and ends it after them. */
export function useLab(start: () => Promise<ServerUnderTest>): Lab {
  const lab = new Lab();
  let server: ServerUnderTest | undefined;
  beforeAll(async () => {
    server = await start();
    lab.url = server.url;
  });
  afterEach(() => lab.clean());
  afterAll(() => server?.close());
  return lab;
}
