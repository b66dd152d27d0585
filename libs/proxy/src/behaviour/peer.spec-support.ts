// The two ends of a proxied connection, as tests see them: what came, when, and how the connection ended.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { deadline, until } from './until.spec-support.ts';

export class Peer {
  readonly socket: Socket;
  readonly chunks: Buffer[] = [];
  receivedBytes = 0;
  firstByteAtMs: number | undefined;
  ended = false;
  closedAtMs: number | undefined;
  errorCode: string | undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.firstByteAtMs ??= performance.now();
      this.chunks.push(chunk);
      this.receivedBytes += chunk.length;
    });
    socket.on('end', () => {
      this.ended = true;
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.errorCode = error.code;
    });
    socket.on('close', () => {
      this.closedAtMs = performance.now();
    });
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString('latin1');
  }

  write(data: string | Buffer): void {
    this.socket.write(data);
  }

  /** Waits for that many bytes in all. */
  async received(bytes: number): Promise<string> {
    await until(() => this.receivedBytes >= bytes, `${bytes} bytes (got ${this.receivedBytes})`);
    return this.text;
  }

  /** Sends and waits for as many bytes to come back; milliseconds it took. */
  async roundTrip(message: string): Promise<number> {
    const before = this.receivedBytes;
    const startMs = performance.now();
    this.write(message);
    await this.received(before + message.length);
    return performance.now() - startMs;
  }
}

/** An upstream that keeps every connection it got; `onConnection` says what it does with one. */
export class Upstream {
  readonly peers: Peer[] = [];
  readonly address: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(onConnection: (peer: Peer) => void, allowHalfOpen = false): Promise<Upstream> {
    const server = createServer({ noDelay: true, allowHalfOpen });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const upstream = new Upstream(server);
    server.on('connection', (socket) => {
      const peer = new Peer(socket);
      upstream.peers.push(peer);
      onConnection(peer);
    });
    return upstream;
  }

  static echo(): Promise<Upstream> {
    return Upstream.start(({ socket }) => socket.on('data', (chunk) => socket.write(chunk)));
  }

  /** Only takes. */
  static sink(): Promise<Upstream> {
    return Upstream.start(() => undefined);
  }

  async peer(index = 0): Promise<Peer> {
    await until(() => this.peers.length > index, `connection ${index + 1} at the upstream`);
    return this.peers[index] as Peer;
  }

  close(): void {
    this.#server.close();
    for (const peer of this.peers) peer.socket.destroy();
  }
}

export async function connectTo(address: string): Promise<Peer> {
  const socket = connect({
    host: '127.0.0.1',
    port: Number(address.slice(address.lastIndexOf(':') + 1)),
    noDelay: true,
    allowHalfOpen: true,
  });
  const peer = new Peer(socket);
  await deadline(once(socket, 'connect'), 'the proxy to accept');
  return peer;
}
