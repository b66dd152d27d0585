// What is logged of a request, and what never is: no header that carries a token, no query, no body.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Params } from 'nestjs-pino';
import type { DestinationStream } from 'pino';
import type { ApiEnv } from '../env.ts';

/** An id that a caller or a proxy gave is kept if it can do no harm in a log. */
export function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given) ? given : randomUUID();
}

export function logParams(level: ApiEnv['logLevel'], destination?: DestinationStream): Params {
  const options = {
    level,
    base: { app: 'muster-api' },
    genReqId: (request: IncomingMessage & { id?: unknown }) =>
      (request.id as string | undefined) ?? requestId(request),
    // Written once it is answered, with what is known by then.
    autoLogging: false,
    quietReqLogger: true,
    redact: {
      paths: [
        'authorization',
        'token',
        'secret',
        'password',
        '*.authorization',
        '*.token',
        '*.secret',
        '*.password',
      ],
      censor: '[redacted]',
    },
  };
  return { pinoHttp: destination === undefined ? options : [options, destination] };
}
