// Finds out who sent a request. Every reason to refuse looks the same from outside; the log tells them apart.
import { Injectable } from '@nestjs/common';
import { MusterError } from '#core';
import type { ResourceStore, StoredToken } from '#store';
import type { Caller } from './caller.ts';
import { type Grant, isRole } from './permissions.ts';
import { isSameHash, readToken } from './token.secret.ts';

export const AUTHENTICATOR = Symbol('Authenticator');

export interface Authenticator {
  /** @throws MusterError MUS5001 */
  authenticate(authorization: string | undefined): Promise<Caller>;
}

const BEARER = /^Bearer ([^\s]+)$/i;

@Injectable()
export class TokenAuthenticator implements Authenticator {
  readonly #store: ResourceStore;
  readonly #now: () => Date;

  constructor(store: ResourceStore, now: () => Date = () => new Date()) {
    this.#store = store;
    this.#now = now;
  }

  async authenticate(authorization: string | undefined): Promise<Caller> {
    if (authorization === undefined) throw new MusterError('MUS5001', 'no Authorization header');
    const given = readToken(BEARER.exec(authorization)?.[1] ?? '');
    const token = given && (await this.#store.read(({ tokens }) => tokens.find(given.id)));
    const now = this.#now();
    if (given === undefined || token === undefined || !this.#isGood(token, given.hash, now)) {
      throw new MusterError('MUS5001', 'the token is not known, revoked or expired');
    }
    await this.#store.read(({ tokens }) => tokens.noteUse(token, now));
    return { actor: `token:${token.id}`, name: token.name, grants: grantsOf(token) };
  }

  #isGood(token: StoredToken, hash: string, now: Date): boolean {
    return isSameHash(token.hash, hash) && token.revokedAt === null && token.expiresAt > now;
  }
}

/** A role of a later version is no role here. */
function grantsOf({ grants }: StoredToken): readonly Grant[] {
  return grants.flatMap(({ role, environment }) => (isRole(role) ? [{ role, environment }] : []));
}
