import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openTestApi, type TestApi } from '../api.spec-support.ts';

const yaml = { 'content-type': 'application/yaml' };
const service = (name: string) =>
  `apiVersion: muster/v1\nkind: Service\nmetadata: {name: ${name}}\nspec: {owner: team-${name}}\n`;

describe('the server around its routes', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await openTestApi({ MUSTER_BODY_LIMIT: '4096', MUSTER_LOG_LEVEL: 'info' });
  });
  afterAll(() => api.close());

  test('a refusal is a problem with its code, its request and the next step', async () => {
    const asked = await api.ask('GET /v1/services/none?x=1', { headers: { 'x-request-id': 'abc-1' } });
    expect(asked.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(asked.headers['x-request-id']).toBe('abc-1');
    expect(asked.body).toEqual({
      type: 'urn:muster:MUS5001',
      title: 'not signed in',
      status: 401,
      detail: 'no Authorization header',
      instance: '/v1/services/none',
      code: 'MUS5001',
      next: expect.stringContaining('Bearer'),
      requestId: 'abc-1',
    });
    const other = await api.ask('GET /v1/services', { headers: { 'x-request-id': 'a b\u00e9' } });
    expect(other.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('everything that is wrong with a request is told at once', async () => {
    const body = { name: '', grants: [{ role: 'king', environment: 'Staging' }], extra: 1 };
    const asked = await api.ask('POST /v1/tokens', { token: api.admin, body });
    expect(asked.status).toBe(400);
    const paths = asked.body.problems.map((one) => one['path']);
    expect(paths).toEqual(['name', 'name', 'grants[0].role', 'grants[0].environment', 'expiresAt', '']);
  });

  const json = { 'content-type': 'application/json' };
  test.each([
    { what: 'no such path', route: 'GET /v1/nothing', status: 404, code: 'MUS5003' },
    { what: 'a method that the path has not', route: 'DELETE /v1/services', status: 405, code: 'MUS5012' },
    { what: 'broken JSON', options: { body: '{', headers: json }, status: 400, code: 'MUS2006' },
    {
      what: 'a prototype',
      options: { body: '{"__proto__": {}}', headers: json },
      status: 400,
      code: 'MUS2006',
    },
    {
      what: 'an unknown type',
      options: { body: 'a', headers: { 'content-type': 'text/plain' } },
      status: 415,
      code: 'MUS5011',
    },
    { what: 'a large body', options: { body: { name: 'x'.repeat(5000) } }, status: 413, code: 'MUS5010' },
    {
      what: 'a key with spaces',
      options: { body: {}, headers: { 'idempotency-key': 'a b' } },
      status: 400,
      code: 'MUS2006',
    },
  ])('$what is refused', async ({ route = 'POST /v1/tokens', options, status, code }) => {
    const asked = await api.ask(route, { token: api.admin, ...options });
    expect([asked.status, asked.body['code']]).toEqual([status, code]);
    if (status === 405) expect(asked.headers['allow']).toBe('GET, HEAD');
  });

  test('health needs no token, and tells when the server is not to be asked', async () => {
    expect((await api.ask('GET /health/live')).body).toEqual({ status: 'up' });
    expect((await api.ask('GET /health/ready')).body).toEqual({ status: 'ready', version: '0.0.0' });
    const other = await openTestApi();
    other.drain();
    const draining = await other.ask('GET /health/ready');
    expect([draining.status, draining.body.detail]).toEqual([503, 'this replica shuts down']);
    await other.close();
  });

  test('what a browser could be talked into is closed', async () => {
    const { headers } = await api.ask('GET /health/live');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'SAMEORIGIN' });
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['x-powered-by']).toBeUndefined();
  });

  test('too many requests are refused, but for those that ask for its health', async () => {
    const busy = await openTestApi({ MUSTER_RATE_LIMIT: '3' });
    const statuses: number[] = [];
    for (let nth = 0; nth < 5; nth += 1)
      statuses.push((await busy.ask('GET /v1/me', { token: busy.admin })).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    const refused = await busy.ask('GET /v1/me', { token: busy.admin });
    expect(refused.body.code).toBe('MUS5009');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await busy.ask('GET /health/live')).status).toBe(200);
    await busy.close();
  });

  test('a request with a key is done once, and answered as before', async () => {
    const apply = (body: string, key: string) =>
      api.ask('POST /v1/apply', { token: api.admin, body, headers: { ...yaml, 'idempotency-key': key } });
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => apply(service('keyed'), 'key-1')));
    const items = [
      { kind: 'Service', name: 'keyed', change: 'created', version: 1, hash: expect.any(String) },
    ];
    for (const { status, body } of answers) expect([status, body]).toEqual([200, { dryRun: false, items }]);
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(4);
    const other = await apply(service('other'), 'key-1');
    expect([other.status, other.body.code]).toEqual([422, 'MUS5005']);
    const { rows } = await api.database.admin.query(
      "SELECT FROM audit_events WHERE operation = 'applyDocuments' AND outcome = 'done'",
    );
    expect(rows).toHaveLength(1);
    // The same key of another caller is another key.
    const operator = await api.tokenFor([{ role: 'operator', environment: '*' }]);
    const own = await api.ask('POST /v1/apply', {
      token: operator,
      body: service('mine'),
      headers: { ...yaml, 'idempotency-key': 'key-1' },
    });
    expect(own.body.items[0]?.name).toBe('mine');
  });

  test('a change and its audit event come about together, or neither', async () => {
    await api.database.admin.query(
      "ALTER TABLE audit_events ADD CONSTRAINT broken CHECK (operation <> 'putService') NOT VALID",
    );
    try {
      const failed = await api.ask('PUT /v1/services/alone', {
        token: api.admin,
        body: service('alone'),
        headers: yaml,
      });
      expect([failed.status, failed.body.code]).toEqual([500, 'MUS9001']);
      expect(failed.body.detail).not.toMatch(/broken|audit_events/);
      expect((await api.ask('GET /v1/services/alone', { token: api.admin })).status).toBe(404);
    } finally {
      await api.database.admin.query('ALTER TABLE audit_events DROP CONSTRAINT broken');
    }
  });

  test('the audit trail tells who did what, where, and what became of it', async () => {
    const token = await api.tokenFor([{ role: 'operator', environment: 'staging' }]);
    const headers = { ...yaml, 'x-request-id': 'trail-1' };
    await api.ask('PUT /v1/environments/staging', { token, body: 'x', headers });
    await api.ask('PUT /v1/services/trail', { token, body: service('trail'), headers });
    const { body } = await api.ask('GET /v1/audit-events?limit=2', { token: api.admin });
    expect(body.items).toMatchObject([
      {
        actorName: 'operator',
        operation: 'putService',
        environment: null,
        outcome: 'done',
        status: 201,
        code: null,
        details: { change: 'created', version: 1 },
      },
      {
        operation: 'putEnvironment',
        environment: 'staging',
        outcome: 'refused',
        status: 403,
        code: 'MUS5002',
        requestId: 'trail-1',
      },
    ]);
    const filtered = await api.ask(
      'GET /v1/audit-events?outcome=refused&operation=putEnvironment&environment=staging',
      { token: api.admin },
    );
    expect(filtered.body.items).toHaveLength(1);
    expect(
      (
        await api.ask(
          `GET /v1/audit-events?until=${body.items[1]?.at}&since=2020-01-01T00:00:00Z&operation=putService`,
          { token: api.admin },
        )
      ).body.items,
    ).toEqual([]);
  });

  test('requests are measured by operation, and logged without what they hold', async () => {
    await api.ask('GET /v1/services?label=password=hunter2', { token: api.admin });
    const metrics = await api.ask('GET /metrics', { token: api.admin });
    expect(metrics.text).toContain(
      'muster_http_request_duration_seconds_count{operation="listServices",status="200"}',
    );
    const line = api.log
      .map((one) => JSON.parse(one) as Record<string, unknown>)
      .find((one) => one['operation'] === 'listServices' && one['status'] === 200);
    expect(line).toMatchObject({
      status: 200,
      caller: expect.stringMatching(/^token:/),
      requestId: expect.any(String),
    });
    expect(api.log.join('')).not.toContain('hunter2');
    expect(api.log.join('')).not.toContain(api.admin);
  });

  test('a database that is away is a 503, is not told of to strangers, and is used again when it is back', async () => {
    const lost = await openTestApi();
    await lost.orm.orm.destroy();
    try {
      const ready = await lost.ask('GET /health/ready');
      expect([ready.status, ready.body['detail']]).toEqual([503, 'the database does not answer']);
      const asked = await lost.ask('GET /v1/me', { token: lost.admin });
      expect([asked.status, asked.body['code']]).toEqual([503, 'MUS3007']);
      const changed = await lost.ask('PUT /v1/services/x', {
        token: lost.admin,
        body: service('x'),
        headers: yaml,
      });
      expect(changed.status).toBe(503);
    } finally {
      await lost.orm.orm.initialize();
    }
    expect((await lost.ask('GET /health/ready')).status).toBe(200);
    expect((await lost.ask('GET /v1/me', { token: lost.admin })).status).toBe(200);
    await lost.close();
  });
});
