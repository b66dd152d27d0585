// Starts workers in processes of their own and follows what they print.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { until } from '../../testkit/src/until.ts';

const PROGRAM = fileURLToPath(new URL('./worker-process.spec-support.ts', import.meta.url));

export interface WorkerChild {
  readonly process: ChildProcess;
  readonly lines: readonly string[];
  /** Waits for a line that begins so. */
  says(beginning: string): Promise<void>;
  kill(): Promise<void>;
}

export function startWorkerChild(url: string, run: string): WorkerChild {
  const args = ['--conditions=muster-source', '--no-warnings', PROGRAM, url, run];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  return {
    process: child,
    lines,
    says: (beginning) => until(() => lines.some((line) => line.startsWith(beginning)), `"${beginning}"`),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
