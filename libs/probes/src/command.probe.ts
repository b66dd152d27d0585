// Runs a program, without a shell, in a process group of its own: at the timeout the whole group is killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { defineProbe, type Measurement, MusterError, messageOf, type ProbeContext } from '#core';
import { secretRef } from '#spec';
import { startStopwatch, stopped } from './shared/stopwatch.ts';

const KEPT_CHARS = 64 * 1024;
/** As timeout(1) of GNU coreutils, and as a shell for what a signal ended. */
const EXIT_TIMEOUT = 124;
const EXIT_SIGNAL = 128;
/** How long output may come after the program itself has ended (from what it left in the background). */
const OUTPUT_GRACE_MS = 100;

const params = z
  .strictObject({
    run: z
      .tuple([z.string().min(1)], z.string())
      .describe('The program and its arguments; no shell reads them.'),
    cwd: z.string().min(1).optional().describe('Folder to run in. Default: the one Muster was started in.'),
    env: z
      .record(z.string(), z.union([z.string(), secretRef()]))
      .default({})
      .describe('Variables besides those of Muster; a value may be {secret: NAME} or {secretFile: path}.'),
  })
  .describe('Runs a program.');
type Params = z.infer<typeof params>;

export const command = defineProbe<Params>({
  kind: 'command',
  title: 'Command',
  summary: 'Runs a program and measures its exit code and output.',
  params,
  fields: {
    exit: {
      type: 'number',
      summary: 'Exit code; 124 where it was killed at the timeout, 128 + n where signal n ended it.',
    },
    stdout: { type: 'text', summary: 'The first 64 KiB of standard output.' },
    stderr: { type: 'text', summary: 'The first 64 KiB of standard error.' },
    latency: { type: 'duration', summary: 'From start to end.' },
  },
  explain: ({ run }) => `run ${run.map(quote).join(' ')}`,
  hosts: () => [],
  commands: ({ run }) => [run[0]],
  open: (values) => ({ measure: (context) => measure(values, context), close: async () => undefined }),
  example: { run: ['pg_isready', '-h', '127.0.0.1'] },
});

const quote = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : JSON.stringify(text));

async function measure(values: Params, context: ProbeContext): Promise<Measurement> {
  const env = await resolveEnv(values.env, context);
  if (context.signal.aborted) return stopped;
  const watch = startStopwatch(context);
  const child = start(values, env);
  const kill = (): void => killGroup(child);
  context.signal.addEventListener('abort', kill, { once: true });
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  try {
    const ended = await endOf(child);
    const latency = watch.elapsedMs();
    if (watch.wasStopped()) return stopped;
    const exit = context.signal.aborted && ended.signal ? EXIT_TIMEOUT : exitCode(ended);
    return { outcome: 'measured', fields: { exit, stdout: stdout(), stderr: stderr(), latency } };
  } catch (error) {
    return { outcome: 'error', message: `${values.run[0]} cannot be run: ${messageOf(error)}` };
  } finally {
    context.signal.removeEventListener('abort', kill);
  }
}

function start({ run: [program, ...args], cwd }: Params, env: Record<string, string>) {
  return spawn(program, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** When the program has ended and its output was read. Fails where it could not be started. */
function endOf(child: ChildProcess): Promise<End> {
  const { promise, resolve, reject } = Promise.withResolvers<End>();
  child.once('error', reject);
  child.once('close', (code, signal) => resolve({ code, signal }));
  child.once('exit', (code, signal) => {
    const timer = setTimeout(() => {
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve({ code, signal });
    }, OUTPUT_GRACE_MS);
    child.once('close', () => clearTimeout(timer));
  });
  return promise;
}

function exitCode({ code, signal }: End): number {
  return code ?? EXIT_SIGNAL + (signal === null ? 0 : constants.signals[signal]);
}

function killGroup({ pid, exitCode: code, signalCode }: ChildProcess): void {
  // Once it has ended, its number may be another group's.
  if (pid === undefined || code !== null || signalCode !== null) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw new MusterError('MUS9001', messageOf(error));
  }
}

function collect(stream: Readable): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    if (text.length < KEPT_CHARS) text = (text + chunk).slice(0, KEPT_CHARS);
  });
  return () => text;
}

async function resolveEnv(env: Params['env'], { secrets }: ProbeContext): Promise<Record<string, string>> {
  const resolved: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    resolved[name] = typeof value === 'string' ? value : await secrets.resolve(value);
  }
  return resolved;
}
