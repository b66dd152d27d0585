// Generated from the route table: a new route is tried without a token, with a bad one, without the role and from another
// environment, whether somebody thought of it or not.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import { routes } from './api.module.ts';
import { type Asked, openTestApi, type TestApi } from './api.spec-support.ts';
import type { AccessRule, OwnedKind } from './auth/access.rule.ts';
import { type Action, type Grant, isPermitted, roles } from './auth/permissions.ts';
import { mintToken } from './auth/token.secret.ts';
import { isMutating, type OperationSpec, partsOf } from './http/operation.ts';
import { routeTable } from './http/route-table.ts';

type Rule = Exclude<AccessRule, { readonly public: true }>;
interface ProtectedRoute {
  readonly spec: OperationSpec;
  readonly rule: Rule;
}

const HERE = 'staging';
const protectedRoutes = routes.flatMap(({ spec }): ProtectedRoute[] =>
  'public' in spec.access ? [] : [{ spec, rule: spec.access }],
);
/** Served to anybody, on purpose: this list is short, and grows only with a reason. */
const publicRoutes = ['getLiveness', 'getReadiness'];

const roleThatMay = (action: Action) =>
  roles.find((role) => isPermitted([{ role, environment: '*' }], action, 'everywhere'))!;
const rolesThatMayNot = (action: Action) =>
  roles.filter((role) => !isPermitted([{ role, environment: '*' }], action, 'everywhere'));

/** Things that belong to an environment: one of each, in the environment of these tests. */
const owned: Readonly<Record<OwnedKind, string>> = {
  approval: `INSERT INTO approvals (id, environment, experiment, experiment_version, plan_hash, explanation, note, needed,
    requested_by, requested_by_name, expires_at) VALUES ('${HERE}', '${HERE}', 'e', 1, 'h', '[]', '', 1, 'x', 'x', now())`,
  run: `INSERT INTO runs (id, environment) VALUES ('${HERE}', '${HERE}')`,
};

describe('every route', () => {
  let api: TestApi;
  let nth = 0;
  beforeAll(async () => {
    api = await openTestApi();
    for (const sql of Object.values(owned)) await api.database.admin.query(sql);
  });
  afterAll(() => api.close());

  test('is public only where this file says so', () => {
    const open = routes.filter(({ spec }) => 'public' in spec.access).map(({ spec }) => spec.id);
    expect(open.sort()).toEqual([...publicRoutes].sort());
  });

  test('declares who may use it, or the server does not start', () => {
    @Controller()
    class Careless {
      @Get('/v1/everything')
      everything() {
        return 'all there is';
      }
    }
    expect(() => routeTable([Careless])).toThrow('everything has no @Operation');
  });

  describe.each(protectedRoutes.map((route) => [route.spec.id, route] as const))('%s', (_id, route) => {
    test.each([
      ['without a token', async () => undefined],
      ['with a token that nobody gave', async () => mintToken().token],
      ['with something that is no token', async () => 'eyJhbGciOiJub25lIn0.e30.'],
      ['with the id of a token and another secret', async () => withOtherSecret(api.admin)],
      [
        'with an expired token',
        () => api.tokenFor([{ role: 'admin', environment: '*' }], new Date(Date.now() - 1)),
      ],
      ['with a revoked token', () => revoked(api)],
    ])('is refused %s', async (_how, token) => {
      await expectRefusal(route, { token: await token(), status: 401, code: 'MUS5001' });
    });

    test('is refused without a role that may', async () => {
      for (const role of [undefined, ...rolesThatMayNot(route.rule.action)]) {
        const grants = role === undefined ? [] : [{ role, environment: '*' }];
        await expectRefusal(route, { token: await api.tokenFor(grants), status: 403, code: 'MUS5002' });
      }
    });

    if (route.rule.in !== 'anywhere') {
      test('is refused with the role in another environment', async () => {
        const grants: Grant[] = [{ role: roleThatMay(route.rule.action), environment: 'elsewhere' }];
        await expectRefusal(route, { token: await api.tokenFor(grants), status: 403, code: 'MUS5002' });
      });
    }
  });

  interface Refusal {
    readonly token: string | undefined;
    readonly status: number;
    readonly code: string;
  }

  async function expectRefusal(
    { spec, rule }: ProtectedRoute,
    { token, status, code }: Refusal,
  ): Promise<void> {
    const requestId = `refusal-${(nth += 1)}`;
    const asked = await request(spec, rule, { token, requestId });
    expect([asked.status, asked.body.code]).toEqual([status, code]);
    if (status === 401) expect(asked.headers['www-authenticate']).toBe('Bearer');
    const events = await api.database.admin.query('SELECT * FROM audit_events WHERE request_id = $1', [
      requestId,
    ]);
    const event = { operation: spec.id, outcome: 'refused', status, code };
    expect(events.rows).toEqual(isMutating(spec) ? [expect.objectContaining(event)] : []);
  }

  function request(
    spec: OperationSpec,
    { in: place }: Rule,
    { token, requestId }: { token: string | undefined; requestId: string },
  ): Promise<Asked> {
    const { method, path } = partsOf(spec);
    const url = path.replace(/:(\w+)/g, HERE);
    const body = typeof place === 'object' && 'body' in place ? { [place.body]: HERE } : {};
    const headers = { 'x-request-id': requestId };
    return api.ask(`${method} ${url}`, { token, headers, ...(method !== 'GET' && { body }) });
  }
});

async function revoked(api: TestApi): Promise<string> {
  const token = await api.tokenFor([{ role: 'admin', environment: '*' }]);
  await api.store.change(({ tokens }) => tokens.revoke(token.split('_')[1]!));
  return token;
}

function withOtherSecret(token: string): string {
  const [, id] = token.split('_');
  return mintToken().token.replace(/^muster_[0-9a-f]+/, `muster_${id}`);
}
