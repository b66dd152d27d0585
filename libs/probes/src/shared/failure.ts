// How a connection failed, in one word. A failure of the other side is a measurement; one of this machine is not.
import { type Measurement, messageOf } from '#core';

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETUNREACH: 'unreachable',
  UND_ERR_HEADERS_OVERFLOW: 'protocol',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'protocol',
};

const patterns: readonly (readonly [RegExp, string])[] = [
  [/^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO$)/, 'tls'],
];

/** The values that `failureOf` returns, for descriptions. */
export const failureWords = 'timeout, refused, reset, dns, unreachable, tls, protocol';

/** undefined: the other side is not to blame (no file descriptors left, a wrong argument). */
export function failureOf(error: unknown): string | undefined {
  // undici leaves the code of some of these empty.
  if (error instanceof Error && error.name === 'HTTPParserError') return 'protocol';
  const code = codeOf(error);
  return words[code] ?? patterns.find(([pattern]) => pattern.test(code))?.[1];
}

/** The code of an error, of its cause, or of the first of several (refused on every address). */
export function codeOf(error: unknown): string {
  const { code, cause, errors } = (error ?? {}) as { code?: unknown; cause?: unknown; errors?: unknown[] };
  if (typeof code === 'string') return code;
  if (errors?.[0] !== undefined) return codeOf(errors[0]);
  return cause === undefined ? '' : codeOf(cause);
}

export function cannotMeasure(error: unknown): Measurement {
  return { outcome: 'error', message: messageOf(error) };
}
