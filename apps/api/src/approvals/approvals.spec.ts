import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openTestApi, type TestApi } from '../api.spec-support.ts';
import { type Drill, environment, experiment, openDrill } from '../runs/drill.spec-support.ts';

const inProduction = { experiment: 'slow-payments', environment: 'production', confirm: 'production' };

describe('approvals', () => {
  let api: TestApi;
  let drill: Drill;
  let operator: string;
  let approver: string;
  let admin: string;
  beforeAll(async () => {
    api = await openTestApi();
    drill = await openDrill(api);
    [operator, approver, admin] = (await Promise.all(
      (['operator', 'approver', 'admin'] as const).map((role) =>
        api.tokenFor([{ role, environment: 'production' }]),
      ),
    )) as [string, string, string];
  });
  afterAll(async () => {
    await drill.close();
    await api.close();
  });
  const ask = (body: object = inProduction, token = operator) =>
    drill.ask('POST /v1/approvals', body, { token });
  const vote = (id: string, token: string, decision = 'approve') =>
    drill.ask(`POST /v1/approvals/${id}/votes`, { decision, comment: 'read it' }, { token });
  const run = (approval: string, body: object = inProduction) =>
    drill.ask('POST /v1/runs', { ...body, approval }, { token: operator });

  test('two persons start a run in production: one asks, another agrees', async () => {
    const asked = await ask({ ...inProduction, note: 'before the sale' });
    expect([asked.status, asked.body['state'], asked.body['needed']]).toEqual([201, 'open', 1]);
    const { id } = asked.body;
    expect(JSON.stringify((await drill.ask(`GET /v1/approvals/${id}`)).body['explanation'])).toContain(
      'payments is slow',
    );
    const early = await run(id);
    expect([early.status, early.body['code']]).toEqual([409, 'MUS5008']);
    expect(early.body['detail']).toMatch(/is open \(0 of 1 agreed, valid until /);

    expect((await vote(id, approver)).body).toMatchObject({
      state: 'approved',
      votes: [{ byName: 'approver', isAgreed: true, comment: 'read it' }],
    });
    const started = await run(id);
    expect([started.status, started.body['order']]).toMatchObject([202, { approved: { approval: id } }]);
    expect((await drill.ask(`GET /v1/approvals/${id}`)).body).toMatchObject({
      state: 'used',
      run: started.body.id,
    });
    expect((await run(id)).body['detail']).toContain('is used');
  });

  test('who asks cannot agree, whatever the role, and nobody agrees twice', async () => {
    const { id } = (await ask(inProduction, admin)).body;
    const own = await vote(id, admin);
    expect([own.status, own.body['code']]).toEqual([403, 'MUS5002']);
    expect((await vote(id, operator)).status).toBe(403);
    expect((await vote(id, approver)).status).toBe(200);
    expect((await vote(id, approver)).status).toBe(409);
  });

  test('one refusal outweighs all who agree', async () => {
    await drill.apply(
      environment('careful', drill.proxyUrl, 'production: true', 'policy: {runs: real, approvals: 2}'),
    );
    const careful = { ...inProduction, environment: 'careful', confirm: 'careful' };
    const [first, second, third] = await Promise.all(
      [1, 2, 3].map(() => api.tokenFor([{ role: 'approver', environment: 'careful' }])),
    );
    const asked = await ask(careful, api.admin);
    const { id } = asked.body;
    expect((await vote(id, first!)).body['state']).toBe('open');
    expect((await vote(id, second!, 'refuse')).body['state']).toBe('refused');
    expect((await vote(id, third!)).status).toBe(409);
    const other = (await ask(careful, api.admin)).body.id;
    await Promise.all([first!, second!].map((token) => vote(other, token)));
    expect((await drill.ask(`GET /v1/approvals/${other}`)).body['state']).toBe('approved');
  });

  test('of a plan that has changed since is no approval of what is to run', async () => {
    await drill.apply(experiment('shifting'));
    const shifting = { ...inProduction, experiment: 'shifting' };
    const { id } = (await ask(shifting)).body;
    await vote(id, approver);
    await drill.apply(experiment('shifting', { latency: '2s' }));
    const changed = await run(id, shifting);
    expect([changed.status, changed.body['code'], changed.body['detail']]).toEqual([
      409,
      'MUS5008',
      expect.stringMatching(/is for another plan \([0-9a-f]{12}\); this one is [0-9a-f]{12}/),
    ]);
    expect((await run(id, { ...shifting, version: 1 })).status).toBe(202);
  });

  test('that has expired is none', async () => {
    const { id } = (await ask()).body;
    await vote(id, approver);
    await api.database.admin.query("UPDATE approvals SET expires_at = now() - interval '1 s' WHERE id = $1", [
      id,
    ]);
    const late = await run(id);
    expect([late.status, late.body['detail']]).toEqual([409, expect.stringContaining('is expired')]);
    expect((await drill.ask(`GET /v1/approvals/${id}`)).body['state']).toBe('expired');
  });

  test('of two runs at once only one uses it', async () => {
    const { id } = (await ask()).body;
    await vote(id, approver);
    const started = await Promise.all([run(id), run(id), run(id)]);
    expect(started.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
  });

  test('are seen by those who have a role where they are for', async () => {
    const viewer = await api.tokenFor([{ role: 'viewer', environment: 'staging' }]);
    expect((await drill.ask('GET /v1/approvals', undefined, { token: viewer })).body.items).toEqual([]);
    const { id } = (await ask()).body;
    expect((await drill.ask(`GET /v1/approvals/${id}`, undefined, { token: viewer })).status).toBe(403);
    const seen = await drill.ask('GET /v1/approvals?limit=1', undefined, { token: approver });
    expect(seen.body.items.map((one) => one.id)).toEqual([id]);
    expect((await drill.ask('GET /v1/approvals/none')).status).toBe(404);
    expect((await vote('none', approver)).status).toBe(404);
  });
});
