// Writes to a terminal, pipe or file without ever blocking the program: a terminal that is held with Ctrl-S must not keep a
// fault in place. (process.stdout blocks on terminals: docs/adr/0006.)
import { write } from 'node:fs';

const againMs = 5;
/** So much may wait for a reader; what is more is thrown away, the oldest first. */
const mostWaiting = 64 * 1024 * 1024;

export class Output {
  /** Told once, when nobody can read what is written any more. */
  onClosed: (() => void) | undefined;
  readonly #fd: number;
  #waiting: string[] = [];
  #length = 0;
  #isWriting = false;
  #isClosed = false;
  #idle = Promise.withResolvers<void>();

  constructor(fd: number) {
    this.#fd = fd;
    this.#idle.resolve();
  }

  write(text: string): void {
    if (this.#isClosed || text === '') return;
    this.#waiting.push(text);
    this.#length += text.length;
    while (this.#length > mostWaiting) this.#length -= this.#waiting.shift()?.length ?? 0;
    if (!this.#isWriting) this.#next();
  }

  /** Resolves when everything is written, nobody can read it, or the time is over. */
  async flush(withinMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, withinMs);
    });
    await Promise.race([this.#idle.promise, late]);
    clearTimeout(timer);
  }

  #next(): void {
    if (this.#waiting.length === 0) {
      this.#isWriting = false;
      this.#idle.resolve();
      return;
    }
    if (!this.#isWriting) this.#idle = Promise.withResolvers();
    this.#isWriting = true;
    const bytes = Buffer.from(this.#waiting.join(''));
    this.#waiting = [];
    this.#length = 0;
    this.#write(bytes);
  }

  #write(bytes: Buffer): void {
    write(this.#fd, bytes, (error, written) => {
      if (error?.code === 'EAGAIN') setTimeout(() => this.#write(bytes), againMs);
      else if (error) this.#close();
      else if (written < bytes.length) this.#write(bytes.subarray(written));
      else this.#next();
    });
  }

  #close(): void {
    this.#isClosed = true;
    this.#waiting = [];
    this.#idle.resolve();
    this.onClosed?.();
  }
}
