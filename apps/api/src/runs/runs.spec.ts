import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Plan, RunEvent } from '#core';
import { PostgresJournalStore, takeLease, type WorkerLease } from '#store';
import { until } from '#testkit';
import { planOrder } from '#use-cases';
import { openTestApi, type TestApi } from '../api.spec-support.ts';
import { type Drill, environment, experiment, openDrill } from './drill.spec-support.ts';

const durable = { durable: true };

describe('runs', () => {
  let api: TestApi;
  let drill: Drill;
  let lease: WorkerLease;
  let journals: PostgresJournalStore;
  beforeAll(async () => {
    api = await openTestApi();
    drill = await openDrill(api);
    const nothing = () => undefined;
    const process = { host: 'test', pid: 1, version: '0' };
    lease = await takeLease(api.orm, { ...process, late: nothing, lost: nothing, orders: nothing });
    journals = new PostgresJournalStore(api.orm, lease);
  });
  afterAll(async () => {
    await journals.close();
    await lease.release();
    await drill.close();
    await api.close();
  });
  const request = (body: object = {}, headers = {}) =>
    drill.ask('POST /v1/runs', { experiment: 'slow-payments', environment: 'staging', ...body }, { headers });

  /** What a worker would write of a run. */
  async function played(run: string, more: readonly RunEvent[] = []): Promise<Plan> {
    const { planned } = await planOrder(
      {
        version: (document, version) =>
          api.store.read(({ documents }) => documents.version(document, version)),
        sources: (kind) => api.store.read(({ documents }) => documents.sources(kind)),
      },
      { secrets: { resolve: async () => '' }, stateDir: '/tmp' },
      {
        run,
        order: {
          experiment: { name: 'slow-payments', version: null },
          environment: { name: 'staging', version: null },
          variables: {},
        },
      },
    );
    await planned!.close();
    const journal = await journals.create(run);
    const owner = { pid: 1, host: 'test' };
    await journal.append(
      [{ type: 'run.planned', plan: planned!.plan, owner, musterVersion: '0' }, ...more],
      1000,
      durable,
    );
    await journal.close();
    return planned!.plan;
  }
  const concluded: RunEvent = {
    type: 'run.concluded',
    verdict: 'pass',
    cleanup: 'clean',
    message: 'it held',
  };

  describe('that are asked for', () => {
    test('are queued with what exactly is to run, and a job for the workers', async () => {
      const { status, body } = await request({ variables: { 'shop.url': 'http://127.0.0.1:10' } });
      expect(status).toBe(202);
      expect(body).toMatchObject({
        phase: 'queued',
        environment: 'staging',
        experiment: 'slow-payments',
        verdict: null,
        order: {
          experiment: { name: 'slow-payments', version: 1 },
          environment: { name: 'staging', version: 1 },
          variables: { 'shop.url': 'http://127.0.0.1:10' },
        },
      });
      expect(body.id).toMatch(/^\d{8}-\d{6}-[a-z0-9]{4}$/);
      const jobs = await api.database.admin.query(`SELECT data FROM pgboss.job WHERE data->>'run' = $1`, [
        body.id,
      ]);
      expect(jobs.rows).toHaveLength(1);
      expect((await drill.ask(`GET /v1/runs/${body.id}`)).body).toEqual(body);
    });

    test('are asked for once, however often the request is sent', async () => {
      const key = { 'idempotency-key': 'run-once' };
      const [first, second] = await Promise.all([request({}, key), request({}, key)]);
      expect([first.status, second.status]).toEqual([202, 202]);
      expect(second.body.id).toBe(first.body.id);
      expect((await request({}, key)).body.id).toBe(first.body.id);
    });

    test.each([
      ['an environment that takes dry runs only', { environment: 'fresh' }, 403, 'MUS2001'],
      ['production without its name', { environment: 'production' }, 403, 'MUS2003'],
      ['an experiment that is not there', { experiment: 'none' }, 404, 'MUS5003'],
      ['production without approval', { environment: 'production', confirm: 'production' }, 409, 'MUS5008'],
    ])('in %s are refused', async (_what, body, status, code) => {
      const asked = await request(body);
      expect([asked.status, asked.body['code']]).toEqual([status, code]);
    });

    test('of an experiment that is wrong are refused with everything that is wrong', async () => {
      await drill.apply(experiment('wrong').replace('shop.url', 'nothing.url'));
      const wrong = await request({ experiment: 'wrong' });
      expect([wrong.status, wrong.body.problems]).toEqual([
        422,
        [expect.objectContaining({ code: 'MUS1020' })],
      ]);
      await drill.apply(experiment('long', { hold: '60s' }));
      const refused = await request({ experiment: 'long' });
      expect([refused.status, refused.body.problems]).toEqual([
        403,
        [expect.objectContaining({ code: 'MUS2001', message: expect.stringContaining('held for 1 m') })],
      ]);
    });

    test('whose target does not answer are refused', async () => {
      await drill.apply(environment('unreachable', 'http://127.0.0.1:1', 'policy: {runs: real}'));
      expect((await request({ environment: 'unreachable' })).body['code']).toBe('MUS2010');
    });

    test('are no more than the environment takes in a day', async () => {
      await drill.apply(environment('sparing', drill.proxyUrl, 'policy: {runs: real, maxRunsPerDay: 2}'));
      const asked = await Promise.all([1, 2, 3, 4].map(() => request({ environment: 'sparing' })));
      expect(asked.map(({ status }) => status).sort()).toEqual([202, 202, 409, 409]);
      expect(asked.find(({ status }) => status === 409)!.body['code']).toBe('MUS5015');
    });

    test('are refused while everything is halted', async () => {
      expect((await drill.ask('GET /v1/halt')).body).toEqual({
        halted: false,
        why: null,
        by: null,
        since: null,
      });
      const operator = await api.tokenFor([{ role: 'operator', environment: 'staging' }]);
      const halted = await drill.ask('POST /v1/halt', { why: 'customers are hit' }, { token: operator });
      expect(halted.body).toMatchObject({ halted: true, why: 'customers are hit', by: 'operator' });
      const refused = await request();
      expect([refused.status, refused.body['detail']]).toEqual([
        409,
        'all runs are halted by operator: customers are hit',
      ]);
      expect((await drill.ask('DELETE /v1/halt', undefined, { token: operator })).status).toBe(403);
      expect((await drill.ask('DELETE /v1/halt')).body).toMatchObject({ halted: false });
      expect((await request()).status).toBe(202);
    });
  });

  test('are aborted: at once where they wait, by their worker where they go on', async () => {
    const { body } = await request();
    const abort = (run: string) => drill.ask(`POST /v1/runs/${run}/abort`, { why: 'enough' });
    expect((await abort(body.id)).body).toEqual({ run: body.id, outcome: 'ended' });
    expect((await drill.ask(`GET /v1/runs/${body.id}`)).body).toMatchObject({
      phase: 'concluded',
      abortWhy: 'enough (admin)',
    });
    expect((await abort(body.id)).body['outcome']).toBe('concluded before');
    await played('going');
    expect([(await abort('going')).status, (await abort('going')).body['outcome']]).toEqual([
      202,
      'aborting',
    ]);
    expect((await abort('none')).status).toBe(404);
  });

  test('are listed newest first, and only where the caller may look', async () => {
    await played('listed-1', [concluded]);
    await played('listed-2');
    const ids = async (query: string, token = api.admin) =>
      (await drill.ask(`GET /v1/runs?${query}`, undefined, { token })).body.items.map(({ id }) => id);
    expect(await ids('limit=2')).toEqual(['listed-2', 'listed-1']);
    expect(await ids('limit=1&sort=number&state=concluded&verdict=pass&environment=staging')).toEqual([
      'listed-1',
    ]);
    const { next } = (await drill.ask('GET /v1/runs?limit=1')).body;
    expect((await ids(`limit=1&cursor=${next}`))[0]).toBe('listed-1');
    expect(await ids('', await api.tokenFor([{ role: 'viewer', environment: 'elsewhere' }]))).toEqual([]);
    expect(await ids('limit=1', await api.tokenFor([{ role: 'viewer', environment: 'staging' }]))).toEqual([
      'listed-2',
    ]);
    expect((await drill.ask('GET /v1/runs?verdict=good')).status).toBe(400);
  });

  test('tell their events in order, page by page', async () => {
    const phases: RunEvent[] = ['preflight', 'baseline', 'injecting'].map(
      (phase) => ({ type: 'phase.entered', phase }) as RunEvent,
    );
    await played('told', phases);
    const first = (await drill.ask('GET /v1/runs/told/events?limit=2')).body;
    expect([first.items.map((one) => one['seq']), first.next]).toEqual([[1, 2], 2]);
    const rest = (await drill.ask('GET /v1/runs/told/events?after=2')).body;
    expect(rest.items.map((one) => one['event'])).toEqual(phases.slice(1));
    expect(rest.next).toBeNull();
    expect(rest.items[0]).toMatchObject({ at: '1970-01-01T00:00:01.000Z', fence: 1 });
    expect((await drill.ask('GET /v1/runs/none/events')).status).toBe(404);
  });

  test('are reported in every form, whole in itself', async () => {
    await played('reported', [concluded]);
    const report = (format: string) => drill.ask(`GET /v1/runs/reported/report?format=${format}`);
    expect((await report('json')).body).toMatchObject({ run: 'reported', result: { verdict: 'pass' } });
    const page = await report('html');
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.text).toContain('<!doctype html>');
    expect((await report('markdown')).text).toMatch(/^# /);
    expect((await report('junit')).text).toContain('<testsuite');
    expect((await report('pdf')).status).toBe(400);
    expect((await drill.ask('GET /v1/runs/none/report')).status).toBe(404);
  });

  describe('that are followed', () => {
    let url: string;
    beforeAll(async () => {
      await api.app.listen(0, '127.0.0.1');
      url = await api.app.getUrl();
    });

    async function follow(run: string, headers: Record<string, string> = {}) {
      const stop = new AbortController();
      const response = await fetch(`${url}/v1/runs/${run}/stream`, {
        headers: { authorization: `Bearer ${api.admin}`, ...headers },
        signal: stop.signal,
      });
      let text = '';
      const done = (async () => {
        for await (const chunk of response.body!) text += Buffer.from(chunk as Uint8Array).toString();
      })().catch(() => undefined);
      return { response, read: () => text, done, stop: () => stop.abort() };
    }

    test('tell what was, then what happens, and end with the run', async () => {
      await played('followed');
      const stream = await follow('followed');
      expect(stream.response.headers.get('content-type')).toBe('text/event-stream');
      await until(() => stream.read().includes('event: run.planned'), 'what was');
      const journal = await journals.takeOver('followed');
      await journal.append([{ type: 'phase.entered', phase: 'preflight' }], 2000, durable);
      await until(() => stream.read().includes('"phase":"preflight"'), 'what happens');
      await journal.append([concluded], 3000, durable);
      await stream.done;
      const ids = [...stream.read().matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
      expect(ids).toEqual([1, 2, 3]);
      await journal.close();
    });

    test('go on behind the event that came last', async () => {
      await played('resumed', [{ type: 'phase.entered', phase: 'preflight' }, concluded]);
      const stream = await follow('resumed', { 'last-event-id': '2' });
      await stream.done;
      expect(stream.read()).toContain('event: run.concluded');
      expect(stream.read()).not.toContain('event: run.planned');
    });

    test('that still wait are followed from their start', async () => {
      const { id } = (await request()).body;
      expect((await drill.ask(`GET /v1/runs/${id}/events`)).body).toEqual({ items: [], next: null });
      expect((await drill.ask(`GET /v1/runs/${id}/report`)).status).toBe(409);
      const stream = await follow(id);
      await drill.ask(`POST /v1/runs/${id}/abort`, { why: 'enough' });
      await stream.done;
      expect(stream.read()).not.toContain('event:');
    });

    test('are refused before anything is streamed', async () => {
      expect((await follow('none')).response.status).toBe(404);
      expect((await follow('followed', { authorization: 'Bearer x' })).response.status).toBe(401);
    });

    test('whoever leaves costs nothing any more', async () => {
      await played('left');
      const stream = await follow('left');
      await until(() => stream.read().includes('event: run.planned'), 'what was');
      stream.stop();
      await stream.done;
      await delay(0);
      const journal = await journals.takeOver('left');
      await journal.append([concluded], 2000, durable);
      await journal.close();
      expect(stream.read()).not.toContain('run.concluded');
    });
  });
});
