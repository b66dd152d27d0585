// The built command as a user runs it: a process with its own output, exit code and signals.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { until } from '#testkit';

const MUSTER = path.resolve('bin/muster');

export interface Started {
  readonly process: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<Ended>;
  /** Polls until the output holds the text. */
  says(text: string): Promise<void>;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Settings {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

export function startMuster(args: readonly string[], { cwd, env = {} }: Settings): Started {
  const child = spawn(MUSTER, args, { cwd, env: { ...process.env, MUSTER_STATE_DIR: '.muster', ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then(([code, signal]): Ended => {
    return { code: code as number | null, signal: signal as NodeJS.Signals | null, stdout, stderr };
  });
  return {
    process: child,
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    says: (text) => until(() => stdout.includes(text), `"${text}" in: ${stdout}${stderr}`),
  };
}

export const muster = (args: readonly string[], settings: Settings): Promise<Ended> =>
  startMuster(args, settings).ended;

/** Every whole line of `--json`. */
export function parseLines(stdout: string): readonly Record<string, unknown>[] {
  const lines = stdout.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

export interface ToldEvent {
  readonly type: string;
  readonly [key: string]: unknown;
}

export function eventsIn(stdout: string): readonly ToldEvent[] {
  return parseLines(stdout).flatMap((line) => ('event' in line ? (line['event'] as ToldEvent) : []));
}
