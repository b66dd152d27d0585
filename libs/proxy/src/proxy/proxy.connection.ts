// One client that the proxy accepted and its connection to the upstream: two links that live and die together.
import { connect, type Socket } from 'node:net';
import { type ByteCounter, Link } from '../link/link.ts';
import type { Direction, Toxic } from '../toxics/toxic.ts';
import { splitHostPort } from './listen.address.ts';
import { READ_BUFFER_BYTES, SOCKET_OPTIONS } from './socket.options.ts';
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
    this.#upstream = dial(request.upstream, (data) => this.#links.get('downstream')?.receiveLent(data));
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
    const toUpstream = link('upstream', this.#client, this.#upstream);
    this.#links.set('upstream', toUpstream);
    this.#links.set('downstream', link('downstream', this.#upstream, this.#client));
    this.#client.on('data', (data: Buffer) => toUpstream.receive(data));
    this.#client.resume();
  }
}

/** Reads into one buffer per connection; `receive` gets a part of it that is valid until it returns or pauses. */
function dial(address: string, receive: (data: Buffer) => void): Socket {
  const buffer = Buffer.allocUnsafeSlow(READ_BUFFER_BYTES);
  const callback = (length: number) => {
    receive(buffer.subarray(0, length));
    return true;
  };
  const { host, port } = parseUpstream(address);
  return connect({ ...SOCKET_OPTIONS, host, port, onread: { buffer, callback } });
}

/** Whatever is not an address becomes one that nobody listens on: the client is accepted and closed. */
function parseUpstream(address: string): { host: string; port: number } {
  try {
    const [host, portText] = splitHostPort(address);
    const port = /^\d+$/.test(portText) ? Number(portText) : -1;
    if (port >= 0 && port <= 65535) return { host: host === '' ? 'localhost' : host, port };
  } catch {
    // Treated as below.
  }
  return { host: '127.0.0.1', port: 0 };
}
