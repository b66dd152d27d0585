// The proxies of one server by name. Creating, replacing and removing happen one after the other.
import { apiErrors } from '../api/api.error.ts';
import { type CounterSource, FaultProxy, type ProxyAddresses } from './fault-proxy.ts';
import { SerialQueue } from './serial.queue.ts';

export interface ProxyRequest extends ProxyAddresses {
  readonly name: string;
  readonly enabled: boolean;
}

export class ProxyCollection {
  readonly #proxies = new Map<string, FaultProxy>();
  readonly #changes = new SerialQueue();
  readonly #counterSource: CounterSource;

  constructor(counterSource: CounterSource = () => ({ received: 0, sent: 0 })) {
    this.#counterSource = counterSource;
  }

  all(): readonly FaultProxy[] {
    return [...this.#proxies.values()];
  }

  /** @throws ApiError 404 */
  get(name: string): FaultProxy {
    const proxy = this.#proxies.get(name);
    if (proxy === undefined) throw apiErrors.proxyNotFound();
    return proxy;
  }

  /** @throws ApiError 409 for a taken name, 500 when the address cannot be listened on */
  add(request: ProxyRequest): Promise<FaultProxy> {
    return this.#changes.run(async () => {
      if (this.#proxies.has(request.name)) throw apiErrors.proxyAlreadyExists();
      return this.#create(request);
    });
  }

  /** Keeps a proxy of the same name if its addresses are the same; otherwise replaces it, toxics included. */
  addOrReplace(request: ProxyRequest): Promise<FaultProxy> {
    return this.#changes.run(async () => {
      const existing = this.#proxies.get(request.name);
      if (existing !== undefined) {
        if (!(await existing.differsFrom(request))) return existing;
        await existing.dispose();
      }
      return this.#create(request);
    });
  }

  /** @throws ApiError 404 */
  remove(name: string): Promise<void> {
    return this.#changes.run(async () => {
      const proxy = this.get(name);
      await proxy.dispose();
      this.#proxies.delete(name);
    });
  }

  /** Enables every proxy and takes all toxics away. @throws ApiError 500 for the first that cannot be enabled */
  async reset(): Promise<void> {
    for (const proxy of this.all()) {
      await proxy.start();
      proxy.toxics.removeAll();
    }
  }

  async close(): Promise<void> {
    for (const proxy of this.all()) await this.remove(proxy.name).catch(() => undefined);
  }

  async #create(request: ProxyRequest): Promise<FaultProxy> {
    const proxy = new FaultProxy(request.name, request, this.#counterSource);
    if (request.enabled) await proxy.start();
    this.#proxies.set(request.name, proxy);
    return proxy;
  }
}
