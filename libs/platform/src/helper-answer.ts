// The first answer of a helper on its standard output: `ready`, or `error <code> <message>`, one line.
import type { ChildProcess } from 'node:child_process';
import { type ErrorCode, errorTable, MusterError } from '#core';

/** How much of what it complains about is told. */
const COMPLAINT_CHARS = 500;

/** Fails with the error that the helper told, or that it ended, or that the time is over. Stops listening then. */
export async function awaitReady(child: ChildProcess, timeoutMs: number): Promise<void> {
  let said = '';
  let complained = '';
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(
    () => reject(new MusterError('MUS2012', `helper not ready after ${timeoutMs} ms`)),
    timeoutMs,
  );
  child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    const end = said.indexOf('\n');
    if (end < 0) return;
    const line = said.slice(0, end);
    if (line === 'ready') resolve();
    else reject(errorIn(line));
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    complained = (complained + chunk.toString()).slice(-COMPLAINT_CHARS);
  });
  child.once('close', (code, signal) => {
    const why = complained === '' ? '' : `: ${complained.trim()}`;
    reject(new MusterError('MUS2011', `helper ended (${signal ?? `exit code ${code}`})${why}`));
  });
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
}

export function tellError(code: ErrorCode, message: string): string {
  return `error ${code} ${message.replaceAll(/\s*\n\s*/g, ' ')}\n`;
}

function errorIn(line: string): MusterError {
  const [, code = '', message = ''] = /^error (MUS\d{4}) (.*)$/.exec(line) ?? [];
  if (code in errorTable) return new MusterError(code as ErrorCode, message);
  return new MusterError('MUS2011', `helper said ${JSON.stringify(line.slice(0, COMPLAINT_CHARS))}`);
}
