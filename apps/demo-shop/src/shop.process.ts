// One role as a child: its pid file, its log, its restart. A child ends by itself when its standard input closes, so
// none survives a `start` that was killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CONFIG_VARIABLE, type ShopConfig } from './shop.config.ts';
import { pidFolder } from './shop.leftovers.ts';

export interface ProcessSettings {
  readonly name: string;
  readonly config: ShopConfig;
  /** Asked until it is true: the role serves. */
  readonly isReady: () => Promise<boolean>;
}

const RESTART_MS = 500;
const READY_MS = 30_000;
const POLL_MS = 25;
const STOP_MS = 5000;

export class ShopProcess {
  readonly #settings: ProcessSettings;
  #child: ChildProcess | undefined;
  #isStopping = false;

  constructor(settings: ProcessSettings) {
    this.#settings = settings;
  }

  /** @throws Error with the end of the log when the role ends or is not ready in time */
  async start(): Promise<void> {
    const child = this.#spawn();
    const deadline = performance.now() + READY_MS;
    for (;;) {
      const isReady = await this.#settings.isReady();
      // Another program may answer in its place.
      if (child.exitCode !== null || child.signalCode !== null) throw this.#failure('ended');
      if (isReady) return;
      if (performance.now() > deadline) throw this.#failure('is not ready');
      await delay(POLL_MS);
    }
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    // An experiment may have left it paused.
    child.kill('SIGCONT');
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await exited;
    clearTimeout(force);
  }

  #spawn(): ChildProcess {
    const { name, config } = this.#settings;
    for (const file of [this.#logFile, this.#pidFile]) mkdirSync(path.dirname(file), { recursive: true });
    const log = openSync(this.#logFile, 'a');
    const child = spawn(process.execPath, [...roleArguments(), 'role', name, config.stateDir], {
      stdio: ['pipe', log, log],
      env: { ...process.env, [CONFIG_VARIABLE]: JSON.stringify(config) },
      // Ctrl-C reaches `start` alone, which stops the roles in order.
      detached: true,
    });
    closeSync(log);
    child.stdin?.on('error', () => undefined);
    child.once('error', () => undefined);
    child.once('exit', () => this.#ended(child));
    this.#child = child;
    if (child.pid !== undefined) this.#writePid(child.pid);
    return child;
  }

  #ended(child: ChildProcess): void {
    if (this.#child !== child) return;
    rmSync(this.#pidFile, { force: true });
    setTimeout(() => {
      if (!this.#isStopping) this.#spawn();
    }, RESTART_MS).unref();
  }

  #writePid(pid: number): void {
    writeFileSync(`${this.#pidFile}.new`, `${pid}\n`);
    renameSync(`${this.#pidFile}.new`, this.#pidFile);
  }

  get #pidFile(): string {
    return path.join(pidFolder(this.#settings.config.stateDir), `${this.#settings.name}.pid`);
  }

  get #logFile(): string {
    return path.join(this.#settings.config.stateDir, 'logs', `${this.#settings.name}.log`);
  }

  #failure(what: string): Error {
    const end = readFileSync(this.#logFile, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
    return new Error(`The shop's ${this.#settings.name} ${what}:\n${end}\nThe whole log is ${this.#logFile}`);
  }
}

/** The same kind of file as this one: TypeScript as it stands, or what was built from it. */
function roleArguments(): string[] {
  const extension = path.extname(import.meta.url);
  const main = fileURLToPath(new URL(`./main${extension}`, import.meta.url));
  return extension === '.ts' ? ['--conditions=muster-source', '--no-warnings', main] : [main];
}
