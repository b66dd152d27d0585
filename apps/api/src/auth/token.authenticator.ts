// Tokens that Muster gave out itself.
import { MusterError } from '#core';
import type { ResourceStore, StoredToken } from '#store';
import { type Authenticator, bearerOf } from './authenticator.ts';
import type { Caller } from './caller.ts';
import { type Grant, isRole } from './permissions.ts';
import { isSameHash, readToken } from './token.secret.ts';

export class TokenAuthenticator implements Authenticator {
  readonly #store: ResourceStore;

  constructor(store: ResourceStore) {
    this.#store = store;
  }

  async authenticate(authorization: string | undefined): Promise<Caller> {
    const given = readToken(bearerOf(authorization));
    const token = given && (await this.#store.read(({ tokens }) => tokens.find(given.id)));
    const now = new Date();
    if (given === undefined || token === undefined || !isGood(token, given.hash, now)) {
      throw new MusterError('MUS5001', 'the token is not known, revoked or expired');
    }
    await this.#store.read(({ tokens }) => tokens.noteUse(token, now));
    return { actor: `token:${token.id}`, name: token.name, grants: grantsOf(token) };
  }
}

function isGood(token: StoredToken, hash: string, now: Date): boolean {
  return isSameHash(token.hash, hash) && token.revokedAt === null && token.expiresAt > now;
}

/** A role of a later version is no role here. */
function grantsOf({ grants }: StoredToken): readonly Grant[] {
  return grants.flatMap(({ role, environment }) => (isRole(role) ? [{ role, environment }] : []));
}
