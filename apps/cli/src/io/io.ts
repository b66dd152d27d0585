// What a command reads of its surroundings and writes to: output, errors, and whether a person watches.
import { isatty } from 'node:tty';
import { Output } from './output.ts';
import { colourStyle, plainStyle, type Style } from './style.ts';

/** How long the end of the program waits for a reader that stands still. */
const flushMs = 2000;

export interface Io {
  readonly out: Output;
  readonly err: Output;
  /** A terminal on which lines may be rewritten in place. */
  readonly isInteractive: boolean;
  readonly style: Style;
  columns(): number;
  flush(): Promise<void>;
}

/** Tells the exit code of a command. */
export type Done = (exitCode: number) => void;

export function openIo(): Io {
  const out = new Output(1);
  const err = new Output(2);
  const { NO_COLOR, TERM, CI } = process.env;
  const isTerminal = isatty(1) && TERM !== 'dumb';
  return {
    out,
    err,
    isInteractive: isTerminal && !isSet(CI),
    style: isTerminal && !NO_COLOR ? colourStyle : plainStyle,
    columns: () => (isTerminal ? process.stdout.columns : 0) || 80,
    async flush() {
      await Promise.all([out.flush(flushMs), err.flush(flushMs)]);
    },
  };
}

const isSet = (value: string | undefined): boolean =>
  value !== undefined && !['', '0', 'false'].includes(value);
