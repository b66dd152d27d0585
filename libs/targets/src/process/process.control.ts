// One local process: its state, signals to exactly it, and its start where the environment says how.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type DriverContext, MusterError, messageOf, type ProcessControl, type ProcessState } from '#core';
import type { ProcessSettings } from './process.config.ts';
import { byCommand, fromPidFile, isProtected, type ProcessLocator, successorOf } from './process.locator.ts';
import { type ProcessEntry, readProcess } from './process.table.ts';

type Signal = Parameters<ProcessControl['signal']>[1];

export class LocalProcess implements ProcessControl {
  readonly #name: string;
  readonly #locator: ProcessLocator;
  readonly #settings: ProcessSettings | undefined;
  readonly #context: DriverContext;

  constructor(
    name: string,
    locator: ProcessLocator,
    { settings, context }: { settings: ProcessSettings | undefined; context: DriverContext },
  ) {
    this.#name = name;
    this.#locator = locator;
    this.#settings = settings;
    this.#context = context;
  }

  async state(): Promise<ProcessState> {
    const found = await this.#find();
    return { pid: found?.pid, startedAt: found?.startedAt, stopped: found?.stopped ?? false };
  }

  /** @throws MusterError MUS2011: not permitted; MUS2014: it is Muster itself, or who started it */
  async signal(identity: { pid: number; startedAt: string }, signal: Signal): Promise<void> {
    const { pid } = identity;
    if (isProtected(pid))
      throw new MusterError('MUS2014', `pid ${pid} is Muster itself, who started it, or init`);
    const now = await readProcess(pid);
    if (now?.startedAt !== identity.startedAt) return;
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      const message = `${signal} to process ${this.#name} (pid ${pid}): ${messageOf(error)}`;
      throw new MusterError('MUS2011', message, { cause: error });
    }
  }

  async start(): Promise<boolean> {
    const { command: [program, ...args] = [], cwd = '.', env = {} } = this.#settings ?? {};
    if (program === undefined) return false;
    if ((await this.#find()) !== undefined) return true;
    const log = await this.#openLog();
    try {
      const child = spawn(program, args, {
        cwd: this.#path(cwd),
        env: { ...process.env, ...env },
        detached: true,
        stdio: ['ignore', log.fd, log.fd],
      });
      await once(child, 'spawn');
      child.unref();
      await mkdir(path.dirname(this.#pidFile), { recursive: true });
      await writeFile(this.#pidFile, `${child.pid}\n`);
    } catch (error) {
      const message = `process ${this.#name} cannot be started by ${program}: ${messageOf(error)}`;
      throw new MusterError('MUS2011', message, { cause: error });
    } finally {
      await log.close();
    }
    return true;
  }

  async #find(): Promise<ProcessEntry | undefined> {
    const locator = this.#locator;
    if ('pidFile' in locator) return fromPidFile(this.#path(locator.pidFile));
    if ('commandLine' in locator) return successorOf(locator.commandLine, locator);
    const found = await fromPidFile(this.#pidFile);
    if (found !== undefined || this.#settings?.match === undefined) return found;
    return (await byCommand(this.#settings.match)).at(-1);
  }

  get #pidFile(): string {
    const { pidFile } = this.#settings ?? {};
    return pidFile === undefined
      ? path.join(this.#context.stateDir, `${this.#name}.pid`)
      : this.#path(pidFile);
  }

  async #openLog() {
    const { log } = this.#settings ?? {};
    const file = log === undefined ? path.join(this.#context.stateDir, `${this.#name}.log`) : this.#path(log);
    await mkdir(path.dirname(file), { recursive: true });
    return open(file, 'a');
  }

  #path(file: string): string {
    return path.resolve(this.#context.baseDir, file);
  }
}
