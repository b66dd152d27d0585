import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { eitherOf } from './authenticator.ts';
import { OidcAuthenticator } from './oidc.authenticator.ts';
import { readRoleMapping } from './role.mapping.ts';

type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

interface Claims {
  readonly key?: Key;
  readonly kid?: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly subject?: string;
  readonly expires?: string;
  readonly more?: Record<string, unknown>;
}

describe('tokens of an identity provider', () => {
  let provider: Server;
  let issuer: string;
  let key: Key;
  let strange: Key;
  let asked = 0;

  beforeAll(async () => {
    const pair = await generateKeyPair('RS256');
    key = pair.privateKey;
    strange = (await generateKeyPair('RS256')).privateKey;
    const keys = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }] };
    provider = createServer((request, response) => {
      asked += 1;
      const isKeys = request.url === '/keys';
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(isKeys ? keys : { issuer, jwks_uri: `${issuer}/keys` }));
    });
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  });
  afterAll(() => void provider.close());

  const authenticator = (rolesClaim = 'groups') =>
    new OidcAuthenticator({
      issuer,
      audience: 'muster',
      rolesClaim,
      roles: readRoleMapping('sre=operator@staging,sre=viewer@production,platform=admin@*')!,
    });

  function signed({
    key: by = key,
    kid = 'k1',
    expires = '1h',
    subject = 'u-1',
    more = {},
    ...rest
  }: Claims = {}) {
    const token = new SignJWT({ groups: ['sre', 'others'], ...more })
      .setProtectedHeader({ alg: 'RS256', kid })
      .setIssuer(rest.issuer ?? issuer)
      .setAudience(rest.audience ?? 'muster')
      .setIssuedAt()
      .setExpirationTime(expires);
    if (subject !== '') token.setSubject(subject);
    return token.sign(by);
  }

  test('groups become roles', async () => {
    const token = await signed({ more: { preferred_username: 'primary-on-call' } });
    expect(await authenticator().authenticate(`Bearer ${token}`)).toEqual({
      actor: 'oidc:u-1',
      name: 'primary-on-call',
      grants: [
        { role: 'operator', environment: 'staging' },
        { role: 'viewer', environment: 'production' },
      ],
    });
  });

  test('groups may lie deeper, and whoever is in none has no role', async () => {
    const deep = await signed({ more: { realm_access: { roles: ['platform'] } } });
    const caller = await authenticator('realm_access.roles').authenticate(`Bearer ${deep}`);
    expect(caller.grants).toEqual([{ role: 'admin', environment: '*' }]);
    const none = await authenticator('elsewhere.roles').authenticate(`Bearer ${deep}`);
    expect(none.grants).toEqual([]);
  });

  test.each([
    ['signed with another key', () => signed({ key: strange })],
    ['with a key that the provider has not', () => signed({ kid: 'k2' })],
    ['of another issuer', () => signed({ issuer: 'http://other' })],
    ['for another audience', () => signed({ audience: 'others' })],
    ['expired', () => signed({ expires: '-1h' })],
    ['without a subject', () => signed({ subject: '' })],
    ['without a signature', async () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`],
    ['signed with the public key as a secret', () => hmacSigned()],
    ['that is none', async () => 'nonsense'],
  ])('a token %s is refused', async (_how, token) => {
    const tried = authenticator().authenticate(`Bearer ${await token()}`);
    await expect(tried).rejects.toMatchObject({ code: 'MUS5001' });
  });

  async function hmacSigned(): Promise<string> {
    const secret = new TextEncoder().encode(JSON.stringify(await (await fetch(`${issuer}/keys`)).json()));
    return new SignJWT({})
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .setIssuer(issuer)
      .setAudience('muster')
      .sign(secret);
  }

  test('the provider is asked for its keys once', async () => {
    const one = authenticator();
    await one.authenticate(`Bearer ${await signed()}`);
    const before = asked;
    await one.authenticate(`Bearer ${await signed()}`);
    expect(asked).toBe(before);
  });

  test('a provider that does not answer is no reason to call the caller a stranger', async () => {
    const lost = new OidcAuthenticator({
      issuer: 'http://127.0.0.1:1',
      audience: 'muster',
      rolesClaim: 'groups',
      roles: new Map(),
    });
    await expect(lost.authenticate(`Bearer ${await signed()}`)).rejects.toMatchObject({ code: 'MUS5013' });
  });

  test('tokens of Muster itself are told from those of the provider', async () => {
    const said = (who: string) => ({ authenticate: async () => ({ actor: who, name: who, grants: [] }) });
    const either = eitherOf(said('own'), said('provider'));
    expect((await either.authenticate('Bearer muster_x')).actor).toBe('own');
    expect((await either.authenticate('Bearer ey.x.y')).actor).toBe('provider');
    expect(() => either.authenticate(undefined)).toThrow('no Authorization header');
  });

  test.each(['sre', 'sre=king@staging', 'sre=admin', 'sre=admin@Staging'])(
    '%s is no mapping of roles',
    (text) => {
      expect(readRoleMapping(text)).toBeUndefined();
    },
  );
});
