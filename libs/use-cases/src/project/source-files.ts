// YAML files on the disk: which there are, what they seem to hold, and what they say. Nothing is parsed to find out
// whether a file is one of Muster's: folders hold other people's YAML as well.
import type { Dirent } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '#core';
import { type LoadedDocument, maxFileBytes, type Problem, problemCodes } from '#spec';

export interface SourceFile {
  /** As people shall read it: relative to the working folder where that is shorter. */
  readonly file: string;
  readonly path: string;
  readonly bytes: Uint8Array;
}

const YAML = /\.ya?ml$/i;

/** Neither is looked into: they hold no documents of the user. */
const isSkipped = (name: string): boolean => name.startsWith('.') || name === 'node_modules';

export function displayName(absolute: string): string {
  const relative = path.relative('', absolute);
  return relative === '' || relative.length > absolute.length ? absolute : relative;
}

function unreadable(file: string, message: string): Problem {
  const place = { file, line: 1, column: 1, path: '' };
  return { code: 'MUS1001', message, hint: problemCodes.MUS1001.hint, ...place };
}

export const isProblem = (one: SourceFile | Problem): one is Problem => 'code' in one;

/** Reads each file and folder once, however often it is asked for: one of these serves one use case. */
export class Sources {
  readonly #files = new Map<string, Promise<SourceFile | Problem>>();
  readonly #folders = new Map<string, Promise<readonly Dirent[]>>();

  /** A file that cannot be read is a problem of it, like any other. */
  read(file: string): Promise<SourceFile | Problem> {
    return once(this.#files, path.resolve(file), readSource);
  }

  /** YAML files right in a folder, sorted; none where there is no such folder. */
  async filesIn(folder: string): Promise<readonly string[]> {
    const entries = await this.#entries(folder);
    return entries
      .filter((entry) => !entry.isDirectory() && YAML.test(entry.name))
      .map(({ name }) => path.join(folder, name))
      .sort();
  }

  /** YAML files in a folder and all below it, sorted. */
  async filesBelow(folder: string): Promise<readonly string[]> {
    const entries = await this.#entries(folder);
    const folders = entries.filter((entry) => entry.isDirectory() && !isSkipped(entry.name));
    const below = await Promise.all(folders.map(({ name }) => this.filesBelow(path.join(folder, name))));
    return [...(await this.filesIn(folder)), ...below.flat()].sort();
  }

  /** Those of the files that seem to hold a document of this kind. */
  async holding(kind: LoadedDocument['kind'], files: readonly string[]): Promise<readonly SourceFile[]> {
    const sources = await Promise.all(files.map((file) => this.read(file)));
    return sources.filter((one): one is SourceFile => !isProblem(one) && seemsToHold(kind, one));
  }

  #entries(folder: string): Promise<readonly Dirent[]> {
    return once(this.#folders, folder, (known) => readdir(known, { withFileTypes: true }).catch(() => []));
  }
}

function once<T>(known: Map<string, Promise<T>>, key: string, make: (key: string) => Promise<T>): Promise<T> {
  const made = known.get(key) ?? make(key);
  known.set(key, made);
  return made;
}

async function readSource(absolute: string): Promise<SourceFile | Problem> {
  const file = displayName(absolute);
  try {
    await using handle = await open(absolute, 'r');
    // One byte more than allowed is enough to refuse it; a file without an end is not read to it.
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(maxFileBytes + 1), 0, maxFileBytes + 1, 0);
    return { file, path: absolute, bytes: buffer.subarray(0, bytesRead) };
  } catch (error) {
    return unreadable(file, messageOf(error));
  }
}

/** Whether a document of this kind seems to be in the file. */
export function seemsToHold(kind: LoadedDocument['kind'], { bytes }: SourceFile): boolean {
  return new RegExp(`\\bkind["']?\\s*:\\s*["']?${kind}\\b`).test(textOf(bytes));
}

/** Whether the file speaks of Muster at all. */
export function seemsOurs({ bytes }: SourceFile): boolean {
  const text = textOf(bytes);
  return text.includes('muster/') || /\bkind["']?\s*:\s*["']?(Experiment|Environment|Service)\b/.test(text);
}

const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
