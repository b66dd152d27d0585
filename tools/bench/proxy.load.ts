// The load program (load/main.go) as an object: built with Go, one measurement at a time.
import { type ChildProcess, execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { Workbench } from './workbench.ts';

export interface LoadRequest {
  readonly kind: 'bulk' | 'requests' | 'api';
  readonly port: number;
  readonly connections: number;
  readonly durationMs: number;
}

export interface LoadResult {
  /** Bytes, requests or API calls per second. */
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const BUILD_TIMEOUT_MS = 60_000;

export class ProxyLoad {
  readonly child: ChildProcess;
  readonly upstreamPort: number;
  readonly #lines: AsyncIterator<string>;

  private constructor(child: ChildProcess, lines: AsyncIterator<string>, upstreamPort: number) {
    this.child = child;
    this.upstreamPort = upstreamPort;
    this.#lines = lines;
  }

  /** undefined: there is no Go. */
  static async start(workbench: Workbench): Promise<ProxyLoad | undefined> {
    const program = join(workbench.dir, 'load');
    try {
      const options = { cwd: resolve('tools/bench/load'), timeout: BUILD_TIMEOUT_MS };
      await promisify(execFile)('go', ['build', '-o', program, '.'], options);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    const child = workbench.spawn(program, [], { stdio: ['pipe', 'pipe', 'inherit'] });
    if (child.stdout === null) throw new TypeError('the load has no output');
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return new ProxyLoad(child, lines, Number(await next(lines)));
  }

  async measure(request: LoadRequest): Promise<LoadResult> {
    this.child.stdin?.write(`${JSON.stringify(request)}\n`);
    return JSON.parse(await next(this.#lines)) as LoadResult;
  }
}

async function next(lines: AsyncIterator<string>): Promise<string> {
  const line = await lines.next();
  if (line.done) throw new TypeError('the load ended before it answered');
  return line.value;
}
