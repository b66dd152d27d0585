// How much of one caller's requests is served per minute: counted by address, before anything of a request is read, so
// that neither a guessed token nor a large body costs more than the count.
import type { RateLimitPluginOptions } from '@fastify/rate-limit';
import { MusterError } from '#core';

const MINUTE_MS = 60_000;

export function rateLimit(perMinute: number): RateLimitPluginOptions {
  return {
    max: perMinute,
    timeWindow: MINUTE_MS,
    enableDraftSpec: true,
    // Whoever keeps this process alive must not be told that it is dead.
    allowList: ({ url }) => url.startsWith('/health/'),
    errorResponseBuilder: (_request, { max, after }) =>
      new MusterError('MUS5009', `more than ${max} requests in a minute; again in ${after}`),
  };
}
