// One direction of one connection: source socket -> toxics -> destination socket. Without toxics the bytes go straight
// from socket to socket. The end of the source travels through the toxics like data; when it comes out, the destination
// is closed in both directions (as Toxiproxy does: a half close is passed on as a whole one).
import type { Socket } from 'node:net';
import type { Toxic } from '../toxics/toxic.ts';
import { type Outlet, Stub } from './stub.ts';

/** Bytes counted for GET /metrics; shared by all links of one proxy and direction. */
export interface ByteCounter {
  received: number;
  sent: number;
}

/** Shared by both links of a connection: once a toxic reset one end, the other end is reset too. */
export interface Fate {
  resets: boolean;
}

export interface LinkRequest {
  readonly source: Socket;
  readonly destination: Socket;
  readonly toxics: readonly Toxic[];
  readonly counter: ByteCounter;
  readonly fate: Fate;
}

const NOTHING = Buffer.alloc(0);

export class Link {
  readonly #source: Socket;
  readonly #destination: Socket;
  readonly #counter: ByteCounter;
  readonly #fate: Fate;
  readonly #sink: Outlet;
  readonly #stubs: Stub[] = [];
  readonly #onFlushed = () => this.#roomAtDestination();
  #ended = false;
  #finished = false;

  constructor(request: LinkRequest) {
    this.#source = request.source;
    this.#destination = request.destination;
    this.#counter = request.counter;
    this.#fate = request.fate;
    this.#sink = this.#createSink();
    for (const toxic of request.toxics) this.add(toxic);
    this.#source.on('end', () => this.#end());
    this.#source.on('close', () => this.#end());
    this.#destination.on('drain', this.#onFlushed);
    this.#destination.on('close', () => this.#abandon());
  }

  /** Puts a toxic at the end of the chain. */
  add(toxic: Toxic): void {
    if (this.#finished) return;
    const last = this.#stubs.at(-1);
    if (last?.closed === true) return;
    const stub = new Stub(toxic, this.#sink, (full) => this.#roomBefore(full));
    this.#stubs.push(stub);
    stub.run();
    if (last === undefined) return;
    last.outlet = stub;
    last.roomBehind();
  }

  /** Restarts the toxic with its new attributes. */
  update(toxic: Toxic): void {
    const stub = this.#stubs.find((candidate) => candidate.toxic === toxic);
    if (stub?.interrupt() === true) stub.run();
  }

  /** Cuts the toxic out; what it held back goes on at once. */
  remove(toxic: Toxic): void {
    const index = this.#stubs.findIndex((candidate) => candidate.toxic === toxic);
    const stub = this.#stubs[index];
    if (stub === undefined || !stub.interrupt()) return;
    if (toxic.definition.closesOnRemoval === true) {
      stub.close();
      return;
    }
    const before = this.#stubs[index - 1];
    if (before !== undefined) before.outlet = stub.outlet;
    stub.drain();
    this.#stubs.splice(index, 1);
    if (before !== undefined) before.roomBehind();
    else this.#resumeSource();
  }

  /** What the source sent. The bytes are the link's to keep. */
  receive(data: Buffer): void {
    this.#counter.received += data.length;
    const first = this.#stubs[0];
    if (first === undefined) {
      this.#send(data);
      if (this.#destination.writableNeedDrain) this.#source.pause();
      return;
    }
    first.offer({ data, atMs: performance.now() });
    if (!first.hasRoom()) this.#source.pause();
  }

  /**
   * What the source sent, in memory that the next read overwrites. As a rule the system takes the bytes at once and
   * nothing is copied; if it does not, nothing more is read until it has.
   */
  receiveLent(data: Buffer): void {
    if (this.#stubs.length > 0) {
      this.receive(Buffer.from(data));
      return;
    }
    this.#counter.received += data.length;
    this.#send(data);
    if (this.#destination.writableLength === 0) return;
    this.#source.pause();
    this.#destination.write(NOTHING, this.#onFlushed);
  }

  #createSink(): Outlet {
    return {
      hasRoom: () => !this.#destination.writableNeedDrain,
      offer: (chunk) => this.#send(chunk.data),
      end: () => this.#finish(),
    };
  }

  #send(data: Buffer): void {
    if (this.#finished) return;
    this.#counter.sent += data.length;
    this.#destination.write(data);
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    const first = this.#stubs[0];
    if (first === undefined) this.#finish();
    else first.end();
  }

  /** Everything has come out of the chain: close the destination once it took what was written. */
  #finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#fate.resets ||= this.#stubs.some((stub) => stub.closedByReset);
    if (this.#fate.resets) this.#destination.resetAndDestroy();
    else this.#destination.destroySoon();
  }

  /** The destination is gone: nothing that is still under way has anywhere to go. */
  #abandon(): void {
    this.#finished = true;
    for (const stub of this.#stubs) stub.discard();
    this.#source.pause();
  }

  #roomAtDestination(): void {
    const last = this.#stubs.at(-1);
    if (last === undefined) this.#resumeSource();
    else last.roomBehind();
  }

  #roomBefore(stub: Stub): void {
    const index = this.#stubs.indexOf(stub);
    const before = this.#stubs[index - 1];
    if (before !== undefined) before.roomBehind();
    else if (index === 0) this.#resumeSource();
  }

  #resumeSource(): void {
    if (!this.#finished && this.#source.isPaused()) this.#source.resume();
  }
}
