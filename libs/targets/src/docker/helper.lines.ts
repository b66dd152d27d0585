// What a helper container and its owner say to each other, one line each.
import { type Duplex, PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import { MusterError } from '#core';

/** How much of what it complains about is told. */
const COMPLAINT_CHARS = 500;

export class HelperLines {
  readonly #stream: Duplex;
  readonly #lines: string[] = [];
  #complaints = '';
  #ended = false;
  #wake: () => void = () => undefined;

  constructor(container: Docker.Container, stream: Duplex) {
    this.#stream = stream;
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    // eslint-disable-next-line @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call
    container.modem.demuxStream(stream, stdout, stderr);
    let text = '';
    stdout.setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (text + chunk).split('\n');
      text = parts.pop() ?? '';
      this.#lines.push(...parts);
      this.#wake();
    });
    stderr.setEncoding('utf8').on('data', (chunk: string) => {
      this.#complaints = (this.#complaints + chunk).slice(-COMPLAINT_CHARS);
    });
    stream
      .on('error', () => this.#end())
      .on('end', () => this.#end())
      .on('close', () => this.#end());
  }

  /** It said its last, or its connection is gone. */
  get ended(): boolean {
    return this.#ended;
  }

  say(line: string): void {
    if (!this.#stream.writableEnded) this.#stream.write(`${line}\n`);
  }

  /** The next line. Fails with MUS2011 where it ended without one, with MUS2012 where the time is over. */
  async next(signal: AbortSignal): Promise<string> {
    for (;;) {
      const line = this.#lines.shift();
      if (line !== undefined) return line;
      if (this.#ended) {
        const why = this.#complaints.trim();
        throw new MusterError('MUS2011', `the helper container ended${why === '' ? '' : `: ${why}`}`);
      }
      await this.#change(signal);
    }
  }

  /** Lets go of the lifeline. */
  close(): void {
    this.#stream.end();
    this.#stream.destroy();
  }

  #change(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = (): void =>
      reject(new MusterError('MUS2012', 'the helper container did not answer in time'));
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    this.#wake = resolve;
    return promise.finally(() => signal.removeEventListener('abort', giveUp));
  }

  #end(): void {
    // What was said last is still on its way through the demultiplexer.
    setImmediate(() => {
      this.#ended = true;
      this.#wake();
    });
  }
}
