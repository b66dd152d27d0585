import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openTestApi, type TestApi } from '../api.spec-support.ts';
import { type Drill, environment, experiment, openDrill } from '../runs/drill.spec-support.ts';

describe('a plan', () => {
  let api: TestApi;
  let drill: Drill;
  beforeAll(async () => {
    api = await openTestApi();
    drill = await openDrill(api);
  });
  afterAll(async () => {
    await drill.close();
    await api.close();
  });
  const plan = (body: object) => drill.ask('POST /v1/plans', { environment: 'staging', ...body });

  test('tells what would happen, and harms nothing', async () => {
    const { status, body } = await plan({ experiment: 'slow-payments' });
    expect([status, body['allowed'], body.problems, body['refusals']]).toEqual([200, true, [], []]);
    expect(body['experiment']).toEqual({ name: 'slow-payments', version: 1 });
    expect(body['summary']).toBe('1 fault on 1 target, at most 5 s, undo: remove 1 toxic');
    expect(JSON.stringify(body['explanation'])).toContain('payments is slow');
    expect(body['hash']).toMatch(/^[0-9a-f]{64}$/);
    const toxics: unknown = await (await fetch(`${drill.proxyUrl}/proxies/payments/toxics`)).json();
    expect(toxics).toEqual([]);
    const audited = await api.database.admin.query("SELECT FROM audit_events WHERE operation = 'plan'");
    expect(audited.rows).toEqual([]);
  });

  test('is the same for the same, and another for anything else', async () => {
    const hash = async (body: object) => (await plan({ experiment: 'slow-payments', ...body })).body['hash'];
    expect(await hash({})).toBe(await hash({}));
    expect(await hash({ variables: { 'shop.url': 'http://127.0.0.1:10' } })).not.toBe(await hash({}));
    await drill.apply(experiment('changes'));
    const before = (await plan({ experiment: 'changes' })).body['hash'];
    await drill.apply(experiment('changes', { latency: '301ms' }));
    expect((await plan({ experiment: 'changes' })).body['hash']).not.toBe(before);
    expect((await plan({ experiment: 'changes', version: 1 })).body['hash']).toBe(before);
  });

  test('tells everything that the environment does not allow', async () => {
    await drill.apply(experiment('long', { hold: '60s' }));
    const { body } = await plan({ experiment: 'long', environment: 'fresh' });
    expect(body['allowed']).toBe(false);
    expect(body['refusals']).toEqual([
      {
        code: 'MUS2001',
        message: 'payments is slow: held for 1 m, at most 10 s is allowed',
        at: expect.stringMatching(/^environments\/fresh@1:\d+$/),
      },
      {
        code: 'MUS2001',
        message: 'fresh takes dry runs only: policy.runs is dry',
        at: expect.stringMatching(/^environments\/fresh@1/),
      },
    ]);
  });

  test('is refused where a probe would ask a host that the environment does not allow', async () => {
    await drill.apply(experiment('outside').replace('${shop.url}', 'http://169.254.169.254'));
    const { body } = await plan({ experiment: 'outside' });
    expect(body['refusals']).toEqual([
      expect.objectContaining({
        code: 'MUS2001',
        message: 'probe answers connects to 169.254.169.254, which is not among the hosts allowed',
      }),
    ]);
    expect(body['unreachable']).toBeNull();
  });

  test('tells what is wrong with the documents, with line and column', async () => {
    await drill.apply(experiment('unbound').replace('shop.url', 'shop.uri'));
    const { body } = await plan({ experiment: 'unbound' });
    expect(body).toMatchObject({ allowed: false, hash: null, explanation: [] });
    expect(body.problems).toEqual([
      expect.objectContaining({
        code: 'MUS1020',
        file: 'experiments/unbound@1',
        line: 9,
        path: 'spec.steadyState[0].with.url',
      }),
    ]);
  });

  test('a target that does not answer is told apart from one that is not allowed', async () => {
    await drill.apply(environment('lost', 'http://127.0.0.1:1', 'policy: {runs: real}'));
    const { body } = await plan({ experiment: 'slow-payments', environment: 'lost' });
    expect([body['allowed'], body['refusals']]).toEqual([false, []]);
    expect(body['unreachable']).toMatchObject({ code: 'MUS2010' });
  });

  test.each([
    [{ experiment: 'nothing' }, 'no experiment nothing'],
    [{ experiment: 'slow-payments', version: 9 }, 'no experiment slow-payments of version 9'],
    [{ experiment: 'slow-payments', environment: 'nowhere' }, 'no environment nowhere'],
  ])('of %j is not found', async (body, detail) => {
    const asked = await plan(body);
    expect([asked.status, asked.body['detail']]).toEqual([404, detail]);
  });
});
