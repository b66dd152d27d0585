// Lines that stay, and below them one that is rewritten in place.
import type { Io } from '../io/io.ts';
import { formatLine } from './line-format.ts';
import type { Line } from './run-lines.ts';
import { plainStyle } from '../io/style.ts';

const ERASE = '\r\u001b[2K';

export class Screen {
  readonly #io: Io;
  #shown = '';

  constructor(io: Io) {
    this.#io = io;
  }

  print(line: Line): void {
    const erase = this.#shown === '' ? '' : ERASE;
    this.#io.out.write(`${erase}${formatLine(line, this.#io.style)}\n${this.#shown}`);
  }

  /** undefined takes it away. */
  show(line: Line | undefined): void {
    const next = line === undefined ? '' : this.#fit(formatLine(line, plainStyle));
    if (next === this.#shown) return;
    const erase = this.#shown === '' ? '' : ERASE;
    this.#shown = next;
    this.#io.out.write(erase + next);
  }

  /** A line that wraps could not be rewritten. */
  #fit(text: string): string {
    const most = this.#io.columns() - 1;
    return text.length > most ? `${text.slice(0, most - 1)}…` : text;
  }
}
