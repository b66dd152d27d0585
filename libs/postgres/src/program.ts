// Runs one of PostgreSQL's programs to its end, under the server's account.
import { spawn } from 'node:child_process';
import type { Account } from './server.account.ts';

export interface ProgramResult {
  /** undefined: it could not be started, or a signal ended it. */
  readonly exitCode: number | undefined;
  /** What it printed, both streams. */
  readonly output: string;
}

export interface ProgramCall {
  readonly program: string;
  readonly args: readonly string[];
  readonly account: Account | undefined;
  readonly cwd?: string;
}

/** Never fails: a program that cannot be started is a result too. */
export function runProgram({ program, args, account, cwd = '/' }: ProgramCall): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...account,
      cwd,
      env: programEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer): void => void (output += chunk.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => resolve({ exitCode: undefined, output: error.message }));
    child.once('close', (code) => resolve({ exitCode: code ?? undefined, output }));
  });
}

/** No PG* variable of the user may steer the server, and its messages are compared, so they are English. */
export function programEnvironment(): NodeJS.ProcessEnv {
  const { PATH, TZ } = process.env;
  return { LC_ALL: 'C', ...(PATH === undefined ? {} : { PATH }), ...(TZ === undefined ? {} : { TZ }) };
}
