import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openTestApi, type TestApi } from '../api.spec-support.ts';

const yaml = { 'content-type': 'application/yaml' };
const experiment = (name: string, more = '') => `# why: the cart must live
apiVersion: muster/v1
kind: Experiment
metadata: {name: ${name}, title: Slow payments, labels: {tier: critical}}
spec:
  hypothesis: The cart is served.${more}
  service: checkout
  steadyState:
    - {name: answers, probe: http, with: {url: "\${shop.url}/cart"}, judge: {expect: {status: 200}}}
`;
const service = (name: string) => `apiVersion: muster/v1
kind: Service
metadata: {name: ${name}}
spec: {owner: team-${name}}
`;
const environment = (name: string) => `apiVersion: muster/v1
kind: Environment
metadata: {name: ${name}}
spec: {variables: {shop.url: "http://127.0.0.1:1"}, allow: {}}
`;

describe('documents', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await openTestApi();
  });
  afterAll(() => api.close());
  const put = (path: string, body: string, headers: Record<string, string> = {}, token = api.admin) =>
    api.ask(`PUT /v1/${path}`, { token, body, headers: { ...yaml, ...headers } });
  const get = (path: string, token = api.admin) => api.ask(`GET /v1/${path}`, { token });

  test('are kept as they were written, and every version stays', async () => {
    const first = await put('experiments/slow', experiment('slow'));
    expect([first.status, first.headers['etag']]).toEqual([201, '"1"']);
    expect(first.body).toMatchObject({ version: 1, title: 'Slow payments', service: 'checkout' });
    const same = await put('experiments/slow', experiment('slow'));
    expect([same.status, same.body.version]).toEqual([200, 1]);
    const second = await put('experiments/slow', experiment('slow', ' Always.'));
    expect([second.status, second.body.version, second.headers['etag']]).toEqual([200, 2, '"2"']);

    expect((await get('experiments/slow')).body).toMatchObject({ version: 2, labels: { tier: 'critical' } });
    expect((await get('experiments/slow/versions/1')).body.source).toBe(experiment('slow'));
    expect((await get('experiments/slow/versions')).body.items.map((one) => one.version)).toEqual([2, 1]);

    expect((await api.ask('DELETE /v1/experiments/slow', { token: api.admin })).status).toBe(204);
    expect((await get('experiments/slow')).status).toBe(404);
    expect((await api.ask('DELETE /v1/experiments/slow', { token: api.admin })).status).toBe(404);
    expect((await get('experiments/slow/versions/2')).status).toBe(200);
    expect((await put('experiments/slow', experiment('slow'))).body.version).toBe(3);
  });

  test('are changed only as they were read, if asked so', async () => {
    expect((await put('services/cart', service('cart'), { 'if-match': '"1"' })).status).toBe(412);
    expect((await put('services/cart', service('cart'), { 'if-none-match': '*' })).status).toBe(201);
    const taken = await put('services/cart', service('cart'), { 'if-none-match': '*' });
    expect([taken.status, taken.body.detail]).toEqual([412, 'Service cart is at version 1, expected none']);
    const changed = `${service('cart')}# changed\n`;
    expect((await put('services/cart', changed, { 'if-match': '"1"' })).body.version).toBe(2);
    const stale = await put('services/cart', service('cart'), { 'if-match': '"1"' });
    expect([stale.status, stale.body.code]).toEqual([412, 'MUS5004']);
    expect((await put('services/cart', changed, { 'if-match': 'x' })).status).toBe(400);
  });

  test('that are wrong tell everything that is wrong, with its place', async () => {
    const text = experiment('broken').replace('hypothesis', 'hypotesis').replace('status: 200', 'status: [}');
    const broken = await put('experiments/broken?file=drills/broken.yaml', text);
    expect(broken.status).toBe(422);
    expect(broken.body.problems).toEqual([
      expect.objectContaining({ file: 'drills/broken.yaml', line: 9, code: 'MUS1002' }),
    ]);
    const misspelt = await put('experiments/broken', experiment('broken').replace('hypothesis', 'hypotesis'));
    expect(misspelt.body.problems).toEqual([
      expect.objectContaining({
        file: 'broken.yaml',
        line: 6,
        column: 3,
        path: 'spec.hypotesis',
        code: 'MUS1011',
      }),
    ]);
    const other = await put('experiments/one', experiment('another'));
    expect([other.status, other.body.problems[0]?.['message']]).toEqual([
      422,
      'expected one document, Experiment one; found Experiment another',
    ]);
    expect((await put('experiments/one', '')).status).toBe(422);
    expect((await put('experiments/One', experiment('one'))).status).toBe(400);
    const validation = await api.ask('POST /v1/validate', { token: api.admin, body: text, headers: yaml });
    expect([validation.status, validation.body.valid]).toEqual([200, false]);
    expect(validation.body.problems[0]).toMatchObject({ file: 'documents.yaml', line: 9 });
  });

  test('may be JSON, with the place in what was sent', async () => {
    const body = {
      apiVersion: 'muster/v1',
      kind: 'Service',
      metadata: { name: 'json' },
      spec: { owner: 'team-a' },
    };
    expect((await api.ask('PUT /v1/services/json', { token: api.admin, body })).status).toBe(201);
    const wrong = await api.ask('PUT /v1/services/json', { token: api.admin, body: { ...body, spec: {} } });
    expect(wrong.body.problems).toEqual([
      expect.objectContaining({ path: 'spec.owner', line: 1, column: 71 }),
    ]);
    const form = { ...yaml, 'content-type': 'application/x-www-form-urlencoded' };
    expect((await put('services/json', 'a=b', form)).status).toBe(415);
  });

  test('are listed page by page, filtered and sorted, and nothing is told twice', async () => {
    for (const name of ['list-c', 'list-a', 'list-b']) await put(`services/${name}`, service(name));
    const names: string[] = [];
    for (let cursor = ''; ; ) {
      const page = (await get(`services?limit=2&sort=-name${cursor}`)).body;
      names.push(...page.items.map((one) => one.name));
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    expect(names.filter((name) => name.startsWith('list-'))).toEqual(['list-c', 'list-b', 'list-a']);
    expect(new Set(names).size).toBe(names.length);
    const newest = (await get('services?sort=-savedAt&limit=1')).body;
    expect(newest.items[0]?.name).toBe('list-b');
    expect((await get(`services?sort=savedAt&cursor=${newest.next}`)).status).toBe(400);
    expect((await get('services?cursor=bm9uZQ')).status).toBe(400);

    await put('experiments/critical', experiment('critical'));
    const found = (await get('experiments?service=checkout&label=tier=critical')).body.items;
    expect(found.map((one) => one.name)).toContain('critical');
    expect((await get('experiments?label=tier=low')).body.items).toEqual([]);
    expect((await get('experiments?labels=tier')).status).toBe(400);
  });

  test('of several kinds are applied together, or none of them', async () => {
    const all = [service('apply-a'), environment('apply-env'), experiment('apply-x')].join('---\n');
    const apply = (body: string, query = '', token = api.admin) =>
      api.ask(`POST /v1/apply${query}`, { token, body, headers: yaml });
    const dry = await apply(all, '?dryRun=true');
    expect(dry.body.items.map((one) => one.change)).toEqual(['created', 'created', 'created']);
    expect((await get('services/apply-a')).status).toBe(404);
    expect((await apply(all)).body.items[2]).toMatchObject({
      kind: 'Experiment',
      change: 'created',
      version: 1,
    });
    expect((await get('services/apply-a/versions/1')).body.source).toBe(service('apply-a'));
    const again = await apply(all.replace('team-apply-a', 'team-b'));
    expect(again.body.items.map((one) => one.change)).toEqual(['changed', 'unchanged', 'unchanged']);

    const operator = await api.tokenFor([{ role: 'operator', environment: 'apply-env' }]);
    const refused = await apply(
      `${service('apply-b')}---\n${environment('apply-env')}# more\n`,
      '',
      operator,
    );
    expect([refused.status, refused.body.code]).toEqual([403, 'MUS5002']);
    expect((await get('services/apply-b')).status).toBe(404);
    expect((await apply(service('apply-b'), '', operator)).status).toBe(200);
  });

  test('environments are seen by those who have a role in them', async () => {
    await put('environments/seen', environment('seen'));
    await put('environments/unseen', environment('unseen'));
    const viewer = await api.tokenFor([{ role: 'viewer', environment: 'seen' }]);
    const seen = (await get('environments', viewer)).body.items;
    expect(seen.map((one) => one.name)).toEqual(['seen']);
    expect((await get('environments/seen/versions/1', viewer)).status).toBe(200);
    expect((await get('environments/unseen', viewer)).status).toBe(403);
    expect((await get('environments/unseen/versions', viewer)).status).toBe(403);
    const admin = await api.tokenFor([{ role: 'admin', environment: 'seen' }]);
    expect((await put('environments/seen', `${environment('seen')}# 2\n`, {}, admin)).status).toBe(200);
    expect((await put('environments/unseen', `${environment('unseen')}# 2\n`, {}, admin)).status).toBe(403);
  });

  test('two who save at once make two versions', async () => {
    const texts = Array.from({ length: 8 }, (_, index) => `${service('race')}# ${index}\n`);
    const saved = await Promise.all(texts.map((text) => put('services/race', text)));
    expect(saved.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
    expect(saved.map(({ body }) => body.version).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
