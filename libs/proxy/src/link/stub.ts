// One place in a link where one toxic works on one connection: a bounded queue in front, the toxic's generator, and
// an outlet behind. Everything happens synchronously inside the event that caused it, so that a toxic can be
// interrupted, replaced or cut out between two chunks without losing or reordering a byte.
import { noop } from '../toxics/noop.toxic.ts';
import type { Toxic, ToxicDefinition } from '../toxics/toxic.ts';
import { Alarm } from './alarm.ts';
import type { Chunk } from './chunk.ts';
import { type Answer, ELAPSED, END, INTERRUPTED, type Pipe, type Step } from './pipe.ts';

/** What follows a stub: the next stub or the destination socket. */
export interface Outlet {
  /** False asks for a pause; `offer` still takes what comes. */
  hasRoom(): boolean;
  offer(chunk: Chunk): void;
  end(): void;
}

const LARGEST_QUEUE_BYTES = 32 * 1024 * 1024;
const DEFAULT_QUEUE_CHUNKS = 1;

export class Stub implements Outlet {
  readonly toxic: Toxic;
  outlet: Outlet;
  readonly #onRoom: (stub: Stub) => void;
  readonly #memory = { passedBytes: 0 };
  readonly #alarm = new Alarm();
  readonly #queue: Chunk[] = [];
  #queuedBytes = 0;
  #ended = false;
  #closed = false;
  #interrupted = false;
  #acting: ToxicDefinition = noop;
  #pipe: Pipe | undefined;
  #waiting: Step | undefined;

  /** `onRoom` is told when a full queue takes chunks again. */
  constructor(toxic: Toxic, outlet: Outlet, onRoom: (stub: Stub) => void) {
    this.toxic = toxic;
    this.outlet = outlet;
    this.#onRoom = onRoom;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The stream ended here by a toxic that resets connections (and acted on this one). */
  get closedByReset(): boolean {
    return this.#closed && this.#acting.resetsOnClose === true;
  }

  hasRoom(): boolean {
    const chunks = this.toxic.definition.bufferChunks ?? DEFAULT_QUEUE_CHUNKS;
    return this.#queue.length < chunks && this.#queuedBytes < LARGEST_QUEUE_BYTES;
  }

  offer(chunk: Chunk): void {
    if (this.#closed) return;
    this.#queue.push(chunk);
    this.#queuedBytes += chunk.data.length;
    this.#retry('take');
  }

  end(): void {
    this.#ended = true;
    this.#retry('take');
  }

  /** The outlet has room again. */
  roomBehind(): void {
    this.#retry('emit');
  }

  /** Starts the toxic, or lets this connection through untouched if the dice of its toxicity say so. */
  run(): void {
    const { definition, attributes, toxicity } = this.toxic;
    this.#acting = Math.random() < toxicity ? definition : noop;
    this.#pipe = this.#acting.pipe(attributes, this.#memory);
    this.#advance(ELAPSED);
  }

  /** Stops the toxic with nothing in its hands. False: the stream ends or has ended here, leave the stub alone. */
  interrupt(): boolean {
    const step = this.#waiting;
    if (this.#closed || (step?.kind === 'sleep' && step.firm)) return false;
    this.#interrupted = true;
    if (step !== undefined) this.#retry(step.kind);
    this.#interrupted = false;
    return !this.#closed;
  }

  /** Hands everything queued to the outlet at once; the stub is not used afterwards. */
  drain(): void {
    for (const chunk of this.#queue.splice(0)) this.outlet.offer(chunk);
    if (this.#ended) this.close();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.discard();
    this.outlet.end();
  }

  /** Forgets queue and timer: nobody is left to receive anything. */
  discard(): void {
    this.#alarm.clear();
    this.#queue.length = 0;
    this.#waiting = undefined;
    this.#pipe = undefined;
  }

  /** The waiting step is cleared first: what an attempt calls may come back here, and must find nothing to do. */
  #retry(kind: Step['kind']): void {
    const step = this.#waiting;
    if (step === undefined || step.kind !== kind) return;
    this.#waiting = undefined;
    const answer = this.#attempt(step);
    if (answer === undefined) this.#waiting = step;
    else this.#advance(answer);
  }

  #advance(first: Answer): void {
    this.#alarm.clear();
    let answer: Answer | undefined = first;
    while (this.#pipe !== undefined && answer !== undefined) {
      const result = this.#pipe.next(answer);
      if (result.done === true) {
        this.#pipe = undefined;
        if (result.value === 'close') this.close();
        return;
      }
      const step = result.value;
      answer = this.#attempt(step);
      if (answer === undefined && !this.#closed) this.#wait(step);
    }
  }

  #wait(step: Step): void {
    this.#waiting = step;
    if (step.kind === 'emit' || step.untilMs === Infinity) return;
    this.#alarm.set(step.untilMs, () => {
      this.#waiting = undefined;
      this.#advance(ELAPSED);
    });
  }

  /** The answer to a step, or undefined while it has to wait. */
  #attempt(step: Step): Answer | undefined {
    if (step.kind === 'emit') {
      return this.#interrupted || this.outlet.hasRoom() ? this.#hand(step.chunk) : undefined;
    }
    if (this.#interrupted) return INTERRUPTED;
    if (step.kind === 'sleep') return step.untilMs <= performance.now() ? ELAPSED : undefined;
    return this.#takeQueued();
  }

  #takeQueued(): Answer | undefined {
    const wasFull = !this.hasRoom();
    const chunk = this.#queue.shift();
    if (chunk === undefined) return this.#ended ? END : undefined;
    this.#queuedBytes -= chunk.data.length;
    if (wasFull) this.#onRoom(this);
    return chunk;
  }

  #hand(chunk: Chunk): Answer {
    this.outlet.offer(chunk);
    return ELAPSED;
  }
}
