// The process of a helper container: its real script, run by this machine's shell. Mounted paths in its environment are
// replaced by what they are mounted from, as a mount would make them.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import type { FakeConfig } from './fake-container.ts';

export class FakeProcess {
  readonly exited: Promise<number>;
  readonly #child: ChildProcess;

  constructor(
    { Entrypoint = [], Env = [], HostConfig }: FakeConfig,
    extraEnv: Readonly<Record<string, string>>,
  ) {
    const [program = '', ...args] = Entrypoint;
    const mounts = [
      ...(HostConfig?.Mounts ?? []).map(({ Source, Target }) => [Target, Source] as const),
      ...(HostConfig?.Binds ?? []).map(
        (bind) => bind.split(':').slice(0, 2).toReversed() as [string, string],
      ),
    ];
    const inside = (value: string): string => {
      const mount = mounts.find(([target]) => value === target || value.startsWith(`${target}/`));
      return mount === undefined ? value : mount[1] + value.slice(mount[0].length);
    };
    const env = Env.map((entry) => {
      const [key = '', ...value] = entry.split('=');
      return [key, inside(value.join('='))] as const;
    });
    this.#child = spawn(program, args, {
      env: { PATH: process.env['PATH'] ?? '', ...Object.fromEntries(env), ...extraEnv },
      stdio: 'pipe',
      // As a container: whatever is left of it ends with its first process.
      detached: true,
    });
    this.#child.stdin?.on('error', () => undefined);
    this.exited = once(this.#child, 'exit').then(([code]) => {
      this.#killGroup('SIGKILL');
      return Number(code ?? 137);
    });
  }

  /** Frames of Docker's multiplexed stream: kind, three zeros, length, text. */
  attach(connection: Duplex): void {
    const frame = (kind: number) => (data: Buffer) => {
      const header = Buffer.alloc(8);
      header.writeUInt8(kind, 0);
      header.writeUInt32BE(data.length, 4);
      connection.write(Buffer.concat([header, data]));
    };
    this.#child.stdout?.on('data', frame(1));
    this.#child.stderr?.on('data', frame(2));
    connection.on('data', (data: Buffer) => this.#child.stdin?.write(data));
    connection.on('error', () => undefined);
    // A server of Node keeps its side open when the client has closed its own.
    for (const event of ['end', 'close']) connection.on(event, () => this.#child.stdin?.end());
    void once(this.#child, 'close').then(() => connection.end());
  }

  signal(name: NodeJS.Signals): void {
    if (name === 'SIGKILL') this.#killGroup('SIGKILL');
    else this.#child.kill(name);
  }

  #killGroup(signal: NodeJS.Signals): void {
    try {
      process.kill(-(this.#child.pid ?? 0), signal);
    } catch {
      // It is gone.
    }
  }
}
