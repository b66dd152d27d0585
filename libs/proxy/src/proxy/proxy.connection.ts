// One client that the proxy accepted and its connection to the upstream: two links that live and die together.
import { type Socket, connect } from 'node:net';
import { type ByteCounter, Link } from '../link/link.ts';
import type { Direction, Toxic } from '../toxics/toxic.ts';
import { splitHostPort } from './listen.address.ts';
import { SOCKET_OPTIONS } from './socket.options.ts';
import type { ToxicFollower } from './toxic.chain.ts';

export interface ConnectionRequest {
  /** Accepted and paused. */
  readonly client: Socket;
  readonly upstream: string;
  readonly toxicsOf: (direction: Direction) => readonly Toxic[];
  readonly counterOf: (direction: Direction) => ByteCounter;
  /** Both sockets are closed. */
  readonly onClosed: (connection: ProxyConnection) => void;
}

export class ProxyConnection implements ToxicFollower {
  readonly #client: Socket;
  readonly #upstream: Socket;
  readonly #links = new Map<Direction, Link>();

  constructor(request: ConnectionRequest) {
    this.#client = request.client;
    this.#upstream = dial(request.upstream);
    let open = 2;
    for (const socket of [this.#client, this.#upstream]) {
      // A failed read or write closes the socket; the links act on 'close'.
      socket.on('error', () => undefined);
      socket.once('close', () => {
        open -= 1;
        if (open === 0) request.onClosed(this);
        else if (this.#links.size === 0) this.destroy();
      });
    }
    this.#upstream.once('connect', () => this.#join(request));
  }

  addToxic(toxic: Toxic): void {
    this.#links.get(toxic.direction)?.add(toxic);
  }

  updateToxic(toxic: Toxic): void {
    this.#links.get(toxic.direction)?.update(toxic);
  }

  removeToxic(toxic: Toxic): void {
    this.#links.get(toxic.direction)?.remove(toxic);
  }

  destroy(): void {
    this.#client.destroy();
    this.#upstream.destroy();
  }

  #join(request: ConnectionRequest): void {
    const fate = { resets: false };
    const link = (direction: Direction, source: Socket, destination: Socket) =>
      new Link({
        source,
        destination,
        fate,
        toxics: request.toxicsOf(direction),
        counter: request.counterOf(direction),
      });
    this.#links.set('upstream', link('upstream', this.#client, this.#upstream));
    this.#links.set('downstream', link('downstream', this.#upstream, this.#client));
    this.#client.resume();
  }
}

function dial(address: string): Socket {
  try {
    const [host, port] = splitHostPort(address);
    return connect({ ...SOCKET_OPTIONS, host: host === '' ? 'localhost' : host, port: Number(port) });
  } catch {
    // Not an address at all: the same as one that nobody listens on.
    return connect({ host: '127.0.0.1', port: 0 });
  }
}
