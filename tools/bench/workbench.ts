// Everything that a group brings into the world, so that all of it ends with the group: processes and a scratch folder.
import { type ChildProcess, fork, type ForkOptions, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';

export class Workbench {
  /** Below the working directory, because /tmp may be memory. */
  readonly dir = mkdtempSync(resolve('.muster-bench-'));
  readonly skipped: string[] = [];
  readonly #children = new Set<ChildProcess>();
  readonly #endings: (() => Promise<unknown>)[] = [];

  /** Told to the reader: a part that this machine cannot measure. */
  skip(reason: string): void {
    this.skipped.push(reason);
  }

  spawn(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
    return this.#keep(spawn(command, args, { cwd: this.dir, ...options }));
  }

  /** A program of this folder in a process of its own, run the way this one runs; ready with its first message. */
  async fork<First>(
    name: string,
    options: ForkOptions & { args?: readonly string[] } = {},
  ): Promise<readonly [ChildProcess, First]> {
    const file = join(import.meta.dirname, name + extname(import.meta.filename));
    const child = this.#keep(fork(file, options.args ?? [], options));
    return [child, await answerOf<First>(child)];
  }

  /** For what is no child: ended with the group, before its folder is gone. */
  onClose(end: () => Promise<unknown>): void {
    this.#endings.push(end);
  }

  async close(): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    await Promise.allSettled(this.#endings.map((end) => end()));
    rmSync(this.dir, { recursive: true, force: true });
  }

  #keep(child: ChildProcess): ChildProcess {
    this.#children.add(child);
    child.once('exit', () => this.#children.delete(child));
    return child;
  }
}

/** The next message of a child; an error if it ends instead. */
async function answerOf<Message>(child: ChildProcess): Promise<Message> {
  const ended = new AbortController();
  const { signal } = ended;
  const exit = once(child, 'exit', { signal }).then(([code]) => {
    throw new TypeError(`${child.spawnfile} ended (${String(code)}) instead of answering`);
  });
  try {
    const [message] = (await Promise.race([once(child, 'message', { signal }), exit])) as [Message];
    return message;
  } finally {
    ended.abort();
    exit.catch(() => undefined);
  }
}
