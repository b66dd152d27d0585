// A named TCP proxy: listens, dials the upstream for every client, and can be enabled, disabled and moved while it keeps
// its toxics. Disabling closes the listener and every open connection.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { ApiError, apiErrors } from '../api/api.error.ts';
import type { ByteCounter } from '../link/link.ts';
import type { Direction } from '../toxics/toxic.ts';
import { Expiry, type ExpiryFields } from './expiry.ts';
import {
  describeListenError,
  formatAddress,
  type ListenAddress,
  resolveListenAddress,
} from './listen.address.ts';
import { ProxyConnection } from './proxy.connection.ts';
import { SerialQueue } from './serial.queue.ts';
import { SOCKET_OPTIONS } from './socket.options.ts';
import { ToxicChain } from './toxic.chain.ts';

export interface ProxyAddresses {
  readonly listen: string;
  readonly upstream: string;
}

export interface ProxyUpdate extends ProxyAddresses {
  readonly enabled: boolean;
  /** With `enabled: false`: milliseconds until the proxy enables itself; 0 takes a limit away. */
  readonly ttlMs: number | undefined;
}

/** Who counts the bytes of a proxy's direction. The addresses are part of the key, as the metric's labels. */
export type CounterSource = (proxy: FaultProxy, direction: Direction) => ByteCounter;

const RETRY_ENABLE_MS = 1000;

export class FaultProxy {
  readonly name: string;
  readonly toxics: ToxicChain;
  readonly #counterSource: CounterSource;
  readonly #connections = new Set<ProxyConnection>();
  readonly #changes = new SerialQueue();
  readonly #expiry = new Expiry();
  #listen: string;
  #upstream: string;
  #server: Server | undefined;
  #disposed = false;

  constructor(name: string, addresses: ProxyAddresses, counterSource: CounterSource) {
    this.name = name;
    this.#listen = addresses.listen;
    this.#upstream = addresses.upstream;
    this.#counterSource = counterSource;
    this.toxics = new ToxicChain(this.#connections);
  }

  /** The resolved address while enabled; otherwise as it was asked for. */
  get listen(): string {
    return this.#listen;
  }

  get upstream(): string {
    return this.#upstream;
  }

  get enabled(): boolean {
    return this.#server !== undefined;
  }

  get expiry(): ExpiryFields {
    return this.#expiry.fields;
  }

  /** Enables the proxy if it is not. @throws ApiError 500 when the address cannot be listened on */
  start(): Promise<void> {
    return this.#changes.run(() => this.#start());
  }

  /** Disables the proxy and closes its connections. */
  stop(): Promise<void> {
    return this.#changes.run(() => this.#stop());
  }

  /** For good: also ends every time limit. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#expiry.clear();
    await this.stop();
    this.toxics.removeAll();
  }

  /** Changed addresses restart the proxy; its toxics stay. @throws ApiError 400, 500 */
  update(wanted: ProxyUpdate): Promise<void> {
    return this.#changes.run(async () => {
      if (wanted.enabled && (wanted.ttlMs ?? 0) > 0) {
        throw apiErrors.badRequestBody('ttlMs of a proxy needs enabled to be false');
      }
      if (await this.differsFrom(wanted)) {
        await this.#stop();
        this.#listen = wanted.listen;
        this.#upstream = wanted.upstream;
      }
      if (wanted.enabled) return this.#start();
      await this.#stop();
      if (wanted.ttlMs === 0) this.#expiry.clear();
      else if (wanted.ttlMs !== undefined) this.#expiry.set(wanted.ttlMs, () => this.#enableAgain());
    });
  }

  /** @throws ApiError 500 when the listen address of `other` cannot be resolved */
  async differsFrom(other: ProxyAddresses): Promise<boolean> {
    const { text } = await resolveListenAddress(other.listen);
    return this.#listen !== text || this.#upstream !== other.upstream;
  }

  async #start(): Promise<void> {
    if (this.#server !== undefined || this.#disposed) return;
    const address = await resolveListenAddress(this.#listen, 'listen tcp: ');
    this.#server = await this.#bind(address);
    this.#expiry.clear();
    const bound = this.#server.address() as AddressInfo;
    this.#listen = formatAddress(bound.address, bound.port);
  }

  async #bind(address: ListenAddress): Promise<Server> {
    const server = createServer({ ...SOCKET_OPTIONS, pauseOnConnect: true }, (client) => {
      const connection = new ProxyConnection({
        client,
        upstream: this.#upstream,
        toxicsOf: (direction) => this.toxics.of(direction),
        counterOf: (direction) => this.#counterSource(this, direction),
        onClosed: (closed) => this.#connections.delete(closed),
      });
      this.#connections.add(connection);
    });
    const allInterfaces = address.host === '' || address.host === '0.0.0.0';
    try {
      server.listen({ port: address.port, host: allInterfaces ? '::' : address.host });
      await once(server, 'listening');
    } catch (error) {
      throw new ApiError(describeListenError(address, (error as NodeJS.ErrnoException).code), 500);
    }
    // A failed accept (too many open files) loses one client, not the proxy.
    server.on('error', () => undefined);
    return server;
  }

  async #stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = once(server, 'close');
    server.close();
    for (const connection of this.#connections) connection.destroy();
    await closed;
  }

  /** The time limit of `enabled: false` is over. A taken port must not leave the proxy off, so it is tried again. */
  #enableAgain(): void {
    this.start().catch(() => {
      if (!this.#disposed) this.#expiry.set(RETRY_ENABLE_MS, () => this.#enableAgain());
    });
  }
}
