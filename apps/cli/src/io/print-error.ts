// Errors as people read them: code, message, next step; and the exit code that belongs to them.
import { errorTable, exitCodes, MusterError, messageOf } from '#core';
import type { Io } from './io.ts';

/** Prints it to standard error and returns the exit code. */
export function printError({ err, style }: Io, error: unknown): number {
  if (error instanceof MusterError) {
    err.write(`${style('red', error.code)} ${error.message}\n  ${error.next}\n`);
    return errorTable[error.code].exitCode;
  }
  const { next } = errorTable.MUS9001;
  const stack = error instanceof Error ? `\n${error.stack ?? ''}` : '';
  err.write(`${style('red', 'MUS9001')} defect in Muster: ${messageOf(error)}\n  ${next}${stack}\n`);
  return exitCodes.dirty;
}
