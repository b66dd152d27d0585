// Finds out who sent a request. Every reason to refuse looks the same from outside; the log tells them apart.
import { MusterError } from '#core';
import type { Caller } from './caller.ts';

export const AUTHENTICATOR = Symbol('Authenticator');

export interface Authenticator {
  /** @throws MusterError MUS5001 */
  authenticate(authorization: string | undefined): Promise<Caller>;
}

/** @throws MusterError MUS5001 */
export function bearerOf(authorization: string | undefined): string {
  if (authorization === undefined) throw new MusterError('MUS5001', 'no Authorization header');
  const [, token] = /^Bearer (\S+)$/i.exec(authorization) ?? [];
  if (token === undefined) throw new MusterError('MUS5001', 'the Authorization header holds no bearer token');
  return token;
}

/** Tokens of Muster itself, and those of an identity provider where there is one. */
export function eitherOf(own: Authenticator, provider: Authenticator | undefined): Authenticator {
  if (provider === undefined) return own;
  return {
    authenticate(authorization) {
      const isOwn = bearerOf(authorization).startsWith('muster_');
      return (isOwn ? own : provider).authenticate(authorization);
    },
  };
}
