// What a caller can tell apart when a local PostgreSQL does not start. Every message ends with what to do next.

export type PostgresErrorCode =
  /** This machine has no usable PostgreSQL. */
  | 'no-binaries'
  /** The data was written by another major version than any that is installed. */
  | 'wrong-version'
  /** The account that runs PostgreSQL cannot reach the data, and no other place can be used. */
  | 'unreachable'
  /** The TCP port belongs to another program, or the server of this data already listens elsewhere. */
  | 'port-taken'
  /** A program of PostgreSQL ended with an error. */
  | 'failed';

export class PostgresError extends Error {
  override readonly name = 'PostgresError';
  readonly code: PostgresErrorCode;
  readonly nextStep: string;

  constructor(code: PostgresErrorCode, problem: string, nextStep: string) {
    super(`${problem}\nNext: ${nextStep}`);
    this.code = code;
    this.nextStep = nextStep;
  }
}
