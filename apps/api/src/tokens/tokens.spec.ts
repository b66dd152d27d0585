import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openTestApi, type TestApi } from '../api.spec-support.ts';

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const grants = (role: string, environment: string) => [{ role, environment }];

describe('tokens', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await openTestApi();
  });
  afterAll(() => api.close());
  const create = (body: object, token = api.admin, headers = {}) =>
    api.ask('POST /v1/tokens', { token, body, headers });

  test('are seen once, work until they are revoked, and are kept as a hash', async () => {
    const made = await create({ name: 'ci', grants: grants('operator', 'staging'), expiresAt: inAnHour() });
    expect(made.status).toBe(201);
    const { id, token } = made.body;
    const me = await api.ask('GET /v1/me', { token });
    expect(me.body).toEqual({ actor: `token:${id}`, name: 'ci', grants: grants('operator', 'staging') });

    const listed = (await api.ask('GET /v1/tokens', { token: api.admin })).body.items;
    expect(listed.find((one) => one.id === id)).toMatchObject({ name: 'ci', revokedAt: null });
    expect(JSON.stringify(listed)).not.toMatch(/hash|"token"/);
    const { rows } = await api.database.admin.query(
      'SELECT tokens::text AS text FROM tokens UNION ALL SELECT audit_events::text FROM audit_events',
    );
    expect(JSON.stringify(rows)).not.toContain(token.split('_')[2]);

    const revoked = await api.ask(`DELETE /v1/tokens/${id}`, { token: api.admin });
    expect([revoked.status, typeof revoked.body.revokedAt]).toEqual([200, 'string']);
    expect((await api.ask('GET /v1/me', { token })).status).toBe(401);
    expect((await api.ask('DELETE /v1/tokens/000000000000', { token: api.admin })).status).toBe(404);
  });

  test('give nobody more than who makes them has', async () => {
    const admin = await api.tokenFor([{ role: 'admin', environment: 'staging' }]);
    expect(
      (await create({ name: 'x', grants: grants('viewer', 'staging'), expiresAt: inAnHour() }, admin)).status,
    ).toBe(201);
    const other = await create(
      { name: 'x', grants: grants('viewer', 'production'), expiresAt: inAnHour() },
      admin,
    );
    expect([other.status, other.body.detail]).toEqual([
      403,
      'admin may not administer in production, and so neither give nor take roles there',
    ]);
    expect(
      (await create({ name: 'x', grants: grants('viewer', '*'), expiresAt: inAnHour() }, admin)).status,
    ).toBe(403);
    const ofAll = api.admin.split('_')[1];
    expect((await api.ask(`DELETE /v1/tokens/${ofAll}`, { token: admin })).status).toBe(403);
  });

  test('end, and neither in the past nor in more than a year', async () => {
    for (const days of [-1, 0, 367]) {
      const expiresAt = new Date(Date.now() + days * 86_400_000).toISOString();
      expect((await create({ name: 'x', grants: grants('viewer', 'a'), expiresAt })).status).toBe(400);
    }
    expect((await create({ name: 'x', grants: grants('viewer', 'a') })).body.problems).toEqual([
      expect.objectContaining({ path: 'expiresAt' }),
    ]);
  });

  test('a request that is repeated makes one token, and shows it no second time', async () => {
    const body = { name: 'once', grants: grants('viewer', 'a'), expiresAt: inAnHour() };
    const key = { 'idempotency-key': 'k-1' };
    expect((await create(body, api.admin, key)).status).toBe(201);
    expect((await create(body, api.admin, key)).body.code).toBe('MUS5006');
    const { rows } = await api.database.admin.query("SELECT FROM tokens WHERE name = 'once'");
    expect(rows).toHaveLength(1);
  });

  test('when one was last used is known to the minute', async () => {
    const token = await api.tokenFor(grants('viewer', 'a') as never);
    const id = token.split('_')[1];
    const used = async () =>
      (
        await api.database.admin.query<{ at: Date | null }>(
          'SELECT last_used_at AS at FROM tokens WHERE id = $1',
          [id],
        )
      ).rows[0]?.at;
    expect(await used()).toBeNull();
    await api.ask('GET /v1/me', { token });
    const first = await used();
    expect(first).toBeInstanceOf(Date);
    await api.ask('GET /v1/me', { token });
    expect(await used()).toEqual(first);
    await api.database.admin.query("UPDATE tokens SET last_used_at = now() - interval '2 minutes'");
    await api.ask('GET /v1/me', { token });
    expect((await used())!.getTime()).toBeGreaterThanOrEqual(first!.getTime());
  });
});
