// The text of one file, and where in it an offset is. Columns count UTF-16 units, as editors and SARIF do.
import { type Problem, type ProblemCode, problemCodes } from '../problem.ts';
import type { Path, Place } from './loaded.ts';

export interface Source {
  readonly file: string;
  readonly text: string;
  /** Place of a character; offsets outside the text give its nearest end. */
  place(offset: number): Place;
}

export function createSource(file: string, text: string): Source {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return {
    file,
    text,
    place(offset) {
      const inside = Math.min(Math.max(offset, 0), text.length);
      const line = lastAtMost(lineStarts, inside);
      return { file, line: line + 1, column: inside - (lineStarts[line] ?? 0) + 1 };
    },
  };
}

/** Index of the last element that is at most `limit`; the list ascends from 0. */
function lastAtMost(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((ascending[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

export interface Complaint {
  readonly path?: Path;
  readonly code: ProblemCode;
  readonly message: string;
  /** Default: the hint of the code. */
  readonly hint?: string | undefined;
}

export function problemAt(place: Place, { path = [], code, message, hint }: Complaint): Problem {
  return {
    code,
    message: printable(message, 240),
    hint: printable(hint ?? problemCodes[code].hint, 400),
    file: place.file,
    line: place.line,
    column: place.column,
    path: printable(formatPath(path), 400),
  };
}

/** `spec.faults[0].with.latency`; keys that are no plain words are quoted: `spec.variables["checkout.url"]`. */
export function formatPath(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      if (!/^[A-Za-z_][\w-]*$/.test(part)) return `["${part}"]`;
      return index === 0 ? part : `.${part}`;
    })
    .join('');
}

// A message quotes what the file holds: control characters in it must not reach a terminal.

const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ud800-\udfff]/gu;

function printable(text: string, limit: number): string {
  const short = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return short.replace(unprintable, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A value as a message quotes it: short, text in quotes. */
export function quote(value: unknown): string {
  if (typeof value === 'string') return `"${value.length > 60 ? `${value.slice(0, 60)}…` : value}"`;
  return nounOf(value);
}

/** What a user calls the type of a value that YAML can write. */
export function nounOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return Object.keys(value).length === 0 ? 'an empty mapping' : 'a mapping';
  if (typeof value === 'string') return 'text';
  return JSON.stringify(value) === 'null' ? 'no finite number' : JSON.stringify(value);
}
