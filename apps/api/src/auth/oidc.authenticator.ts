// Bearer tokens of an identity provider (OpenID Connect): signature, issuer, audience and time are checked against the
// provider's own keys, and its groups become roles by the mapping that the operator wrote.
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { MusterError, messageOf } from '#core';
import { type Authenticator, bearerOf } from './authenticator.ts';
import type { Caller } from './caller.ts';
import type { Grant } from './permissions.ts';

export interface OidcSettings {
  /** `https://login.example.com/realms/main`; its `.well-known/openid-configuration` names the keys. */
  readonly issuer: string;
  readonly audience: string;
  /** Claim that lists the groups of a person: `groups`, or `realm_access.roles`. */
  readonly rolesClaim: string;
  /** Group -> what its members are. */
  readonly roles: ReadonlyMap<string, readonly Grant[]>;
}

const TIMEOUT_MS = 5_000;
/** Nothing that anybody can check with a key that everybody has. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

export class OidcAuthenticator implements Authenticator {
  readonly #settings: OidcSettings;
  #keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(settings: OidcSettings) {
    this.#settings = settings;
  }

  async authenticate(authorization: string | undefined): Promise<Caller> {
    const token = bearerOf(authorization);
    const claims = await this.#verify(token);
    if (claims.sub === undefined) throw new MusterError('MUS5001', 'the token names no subject');
    return {
      actor: `oidc:${claims.sub}`,
      name: nameOf(claims) ?? claims.sub,
      grants: groupsOf(claims, this.#settings.rolesClaim).flatMap(
        (group) => this.#settings.roles.get(group) ?? [],
      ),
    };
  }

  async #verify(token: string): Promise<JWTPayload> {
    const { issuer, audience } = this.#settings;
    const keys = await this.#provider();
    try {
      return (await jwtVerify(token, keys, { issuer, audience, algorithms, clockTolerance: '10s' })).payload;
    } catch (error) {
      if (error instanceof errors.JWKSTimeout) throw unreachable(issuer, error);
      throw new MusterError('MUS5001', `the token of ${issuer} does not hold: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }

  /** Looked up once; again after it failed. */
  #provider(): Promise<JWTVerifyGetKey> {
    this.#keys ??= keysOf(this.#settings.issuer).catch((error: unknown) => {
      this.#keys = undefined;
      throw unreachable(this.#settings.issuer, error);
    });
    return this.#keys;
  }
}

async function keysOf(issuer: string): Promise<JWTVerifyGetKey> {
  const address = `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
  if (!response.ok) throw new TypeError(`${address} answered ${response.status}`);
  const { jwks_uri: keys } = (await response.json()) as { readonly jwks_uri?: unknown };
  if (typeof keys !== 'string') throw new TypeError(`${address} names no jwks_uri`);
  return createRemoteJWKSet(new URL(keys), { timeoutDuration: TIMEOUT_MS });
}

const unreachable = (issuer: string, error: unknown): MusterError =>
  new MusterError('MUS5013', `identity provider ${issuer}: ${messageOf(error)}`, { cause: error });

function nameOf({ preferred_username: name, email }: JWTPayload): string | undefined {
  return [name, email].find((one): one is string => typeof one === 'string');
}

/** A claim may lie deeper: `realm_access.roles`. */
function groupsOf(claims: JWTPayload, path: string): readonly string[] {
  const claim = path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], claims);
  const groups = Array.isArray(claim) ? (claim as unknown[]) : [claim];
  return groups.filter((one): one is string => typeof one === 'string');
}
