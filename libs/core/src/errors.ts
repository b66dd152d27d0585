// The one table of errors: stable code -> exit code, HTTP status, next step. Problems in files (MUS1xxx) are in libs/spec.
export const errorTable = {
  MUS2001: {
    title: 'not allowed by the environment',
    exitCode: 2,
    httpStatus: 403,
    next: 'Widen `allow` in the environment file, or choose another target.',
  },
  MUS2002: {
    title: 'no target found',
    exitCode: 2,
    httpStatus: 422,
    next: 'Check `select`; `muster explain` shows what was found.',
  },
  MUS2003: {
    title: 'production not confirmed',
    exitCode: 2,
    httpStatus: 403,
    next: 'Repeat with --confirm and the name of the environment.',
  },
  MUS2004: {
    title: 'the same target is harmed by another run',
    exitCode: 2,
    httpStatus: 409,
    next: 'Wait for the other run, or abort it.',
  },
  MUS2005: { title: 'invalid file', exitCode: 2, httpStatus: 422, next: 'Correct the problems listed.' },
  MUS2006: { title: 'usage', exitCode: 2, httpStatus: 400, next: 'See --help.' },
  MUS2010: {
    title: 'target cannot be reached',
    exitCode: 5,
    httpStatus: 502,
    next: 'Check that it runs and that the address is right.',
  },
  MUS2011: { title: 'target refused', exitCode: 5, httpStatus: 502, next: 'Read what it answered, above.' },
  MUS2012: {
    title: 'target took too long',
    exitCode: 5,
    httpStatus: 504,
    next: 'Check the target, or raise the timeout.',
  },
  MUS2013: {
    title: 'secret not found',
    exitCode: 2,
    httpStatus: 422,
    next: 'Set the environment variable or the file that it names.',
  },
  MUS2014: {
    title: 'fault cannot be injected here',
    exitCode: 2,
    httpStatus: 422,
    next: 'Read the reason; choose another fault or target.',
  },
  MUS3001: {
    title: 'journal is held by another process',
    exitCode: 2,
    httpStatus: 409,
    next: 'The run is alive: `muster abort` ends it.',
  },
  MUS3002: {
    title: 'journal is damaged',
    exitCode: 4,
    httpStatus: 500,
    next: 'Keep the file; check the targets by hand against the undo data in it.',
  },
  MUS3003: {
    title: 'journal cannot be written',
    exitCode: 4,
    httpStatus: 500,
    next: 'Free the disk or correct the permissions; nothing was injected after this.',
  },
  MUS3004: {
    title: 'no such run',
    exitCode: 2,
    httpStatus: 404,
    next: '`muster recover --list` shows the runs known here.',
  },
  MUS3005: {
    title: 'lost the ownership of the run',
    exitCode: 4,
    httpStatus: 409,
    next: 'Another process took it over and undoes what was left.',
  },
  MUS3007: {
    title: 'database cannot be reached',
    exitCode: 5,
    httpStatus: 503,
    next: 'Check that PostgreSQL runs and that DATABASE_URL is right.',
  },
  MUS4001: {
    title: 'undo failed',
    exitCode: 4,
    httpStatus: 500,
    next: '`muster recover` tries again; the message tells what is left.',
  },
  MUS5001: {
    title: 'not signed in',
    exitCode: 2,
    httpStatus: 401,
    next: 'Send `Authorization: Bearer <token>` with a token that is known, not revoked and not expired.',
  },
  MUS5002: {
    title: 'not permitted',
    exitCode: 2,
    httpStatus: 403,
    next: 'Ask an admin of the environment for the role.',
  },
  MUS5003: { title: 'no such thing', exitCode: 2, httpStatus: 404, next: 'Check the name or the id.' },
  MUS5004: {
    title: 'changed meanwhile',
    exitCode: 2,
    httpStatus: 412,
    next: 'Read it again, and repeat the change with its new ETag.',
  },
  MUS5005: {
    title: 'idempotency key used for another request',
    exitCode: 2,
    httpStatus: 422,
    next: 'Use a new key for each request that means something else.',
  },
  MUS5006: {
    title: 'conflicts with the present state',
    exitCode: 2,
    httpStatus: 409,
    next: 'Read what is there, then decide.',
  },
  MUS5007: {
    title: 'everything is halted',
    exitCode: 2,
    httpStatus: 409,
    next: 'An admin lifts it once it is safe to break things again.',
  },
  MUS5008: {
    title: 'approval missing',
    exitCode: 2,
    httpStatus: 409,
    next: 'Ask for approval of this plan, and have it approved by others.',
  },
  MUS5009: {
    title: 'too many requests',
    exitCode: 5,
    httpStatus: 429,
    next: 'Wait as long as Retry-After says.',
  },
  MUS5010: { title: 'body too large', exitCode: 2, httpStatus: 413, next: 'Send less at once.' },
  MUS5011: {
    title: 'type of the body not known',
    exitCode: 2,
    httpStatus: 415,
    next: 'Send application/json, or application/yaml where a document is meant.',
  },
  MUS5012: {
    title: 'method not allowed',
    exitCode: 2,
    httpStatus: 405,
    next: 'Allow names those there are.',
  },
  MUS5013: { title: 'not ready', exitCode: 5, httpStatus: 503, next: 'Try again in a moment.' },
  MUS5014: {
    title: 'server cannot be reached',
    exitCode: 5,
    httpStatus: 502,
    next: 'Check the address after --server, and that the server runs.',
  },
  MUS5015: {
    title: 'quota used up',
    exitCode: 2,
    httpStatus: 409,
    next: 'Wait, or ask an admin to raise policy.maxRunsPerDay of the environment.',
  },
  MUS9001: {
    title: 'defect in Muster',
    exitCode: 4,
    httpStatus: 500,
    next: 'Please report it with the journal of the run.',
  },
} as const;

export type ErrorCode = keyof typeof errorTable;

/** Process exit codes of every command. */
export const exitCodes = {
  pass: 0,
  failed: 1,
  usage: 2,
  aborted: 3,
  dirty: 4,
  unreachable: 5,
  interrupted: 130,
} as const;

export const exitCodeMeanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  pass: 'the hypothesis held',
  failed: 'it did not, or a gap was found',
  usage: 'usage, an invalid file, or something that the environment does not allow',
  aborted: 'aborted by a guard',
  dirty: 'something could not be undone: `muster recover`',
  unreachable: 'a target could not be reached',
  interrupted: 'interrupted, after undo',
};

/** The only error class that libs throw on purpose. `message` says what, with the numbers; `next` what to do. */
export class MusterError extends Error {
  override readonly name = 'MusterError';
  readonly code: ErrorCode;
  readonly next: string;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; next?: string } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.next = options.next ?? errorTable[code].next;
  }
}

/** What an error says, as data: its line, and its code where it is one of ours. */
export interface Failure {
  readonly message: string;
  readonly code?: ErrorCode;
}

export function failureOf(error: unknown): Failure {
  const message = messageOf(error);
  return error instanceof MusterError ? { message, code: error.code } : { message };
}

/** One line of any thrown value; an AggregateError (refused on every address) tells its first cause. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return messageOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
