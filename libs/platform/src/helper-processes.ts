// Helper processes from the owner's side. A helper's standard input is its lifeline: when the owner is gone, however it
// died, the pipe closes and the helper lets go. Its pid file stands before it is told what to do, so that whoever
// recovers the run finds every helper that may have done harm.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type HelperRequest, type Helpers, MusterError, messageOf } from '#core';
import { awaitReady } from './helper-answer.ts';
import { endsWithin, identify, isAlive, type ProcessIdentity, signalTo } from './process-identity.ts';

export interface HelperSettings {
  /** Where pid files are kept; the same folder for every process that may release a helper. */
  readonly stateDir: string;
  /** The program with its first arguments; kind and token are added. It calls `runHelper`. */
  readonly command: readonly string[];
  /** How long a helper may take until it is ready. Default 30 s. */
  readonly readyTimeoutMs?: number;
  /** How long a helper has to let go before it is killed. Default 5 s. */
  readonly releaseTimeoutMs?: number;
}

/** Fails with what the helper fails with, MUS2011 where it ended without a word, MUS2012 where it took too long. */
export function helperProcesses(settings: HelperSettings): Helpers {
  return new HelperProcesses(settings);
}

class HelperProcesses implements Helpers {
  readonly #settings: HelperSettings;
  /** The open pipes of the helpers launched here: what is not referenced could be closed by the garbage collector. */
  readonly #lifelines = new Map<string, ChildProcess>();

  constructor(settings: HelperSettings) {
    this.#settings = settings;
  }

  async launch(request: HelperRequest): Promise<void> {
    if (await this.alive(request.token)) {
      throw new MusterError('MUS2011', `helper ${request.token} runs already`);
    }
    const child = await this.#spawn(request);
    try {
      await this.#writePidFile(request.token, child);
      const line = JSON.stringify({ input: request.input, ttlMs: request.ttlMs });
      child.stdin?.write(`${line}\n`);
      await awaitReady(child, this.#settings.readyTimeoutMs ?? 30_000);
    } catch (error) {
      child.stdin?.destroy();
      await this.release(request.token).catch(() => undefined);
      child.kill('SIGKILL');
      throw error;
    }
    this.#lifelines.set(request.token, child);
    child.once('exit', () => this.#lifelines.delete(request.token));
    child.unref();
  }

  async release(token: string): Promise<void> {
    this.#lifelines.get(token)?.stdin?.end();
    const identity = await this.#readPidFile(token);
    if (identity === undefined) return;
    await signalTo(identity, 'SIGTERM');
    if (!(await endsWithin(identity, this.#settings.releaseTimeoutMs ?? 5000))) {
      await signalTo(identity, 'SIGKILL');
      if (!(await endsWithin(identity, 5000))) {
        throw new MusterError('MUS2012', `helper ${token} (pid ${identity.pid}) survives SIGKILL`);
      }
    }
    await rm(this.#pidFile(token), { force: true });
  }

  async alive(token: string): Promise<boolean> {
    const identity = await this.#readPidFile(token);
    return identity !== undefined && isAlive(identity);
  }

  async #spawn({ kind, token }: HelperRequest): Promise<ChildProcess> {
    const [program = '', ...args] = this.#settings.command;
    // A session of its own: Ctrl-C in the owner's terminal does not reach it.
    const child = spawn(program, [...args, kind, token], { detached: true, stdio: 'pipe' });
    // A helper that ended early closes its end of the pipe; what it said tells more than EPIPE.
    child.stdin.on('error', () => undefined);
    try {
      await once(child, 'spawn');
    } catch (error) {
      throw new MusterError('MUS2011', `helper ${program}: ${messageOf(error)}`, { cause: error });
    }
    return child;
  }

  async #writePidFile(token: string, child: ChildProcess): Promise<void> {
    const identity = await identify(child.pid ?? -1);
    if (identity === undefined) return;
    const file = this.#pidFile(token);
    await mkdir(this.#settings.stateDir, { recursive: true });
    await writeFile(`${file}.new`, JSON.stringify(identity));
    await rename(`${file}.new`, file);
  }

  async #readPidFile(token: string): Promise<ProcessIdentity | undefined> {
    const text = await readFile(this.#pidFile(token), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw new MusterError('MUS3003', `pid file of helper ${token}: ${error.message}`, { cause: error });
    });
    return text === undefined ? undefined : (JSON.parse(text) as ProcessIdentity);
  }

  #pidFile(token: string): string {
    return path.join(this.#settings.stateDir, `${encodeURIComponent(token)}.json`);
  }
}
