// What a failed query means: try again on another connection, or not. https://www.postgresql.org/docs/current/errcodes-appendix.html
import { MusterError, messageOf } from '#core';

/** connection lost, too many connections, cancelled (statement_timeout), shut down, deadlock, lock timeout. */
const PASSING = /^(08|53300|57014|57P0|40|55P03)/;
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** The server's code; undefined where the question did not reach it or its answer did not come back. */
function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' && SQLSTATE.test(code) ? code : undefined;
}

/** It may succeed when tried again, and may have succeeded without our knowing. */
export function isPassing(error: unknown): boolean {
  const state = sqlState(error);
  return state === undefined || PASSING.test(state);
}

/** Does something in the database; what goes wrong on the way to it becomes MUS3007. */
export async function inDatabase<Result>(what: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof MusterError || !isPassing(error)) throw error;
    throw new MusterError('MUS3007', `${what}: ${messageOf(error)}`, { cause: error });
  }
}
