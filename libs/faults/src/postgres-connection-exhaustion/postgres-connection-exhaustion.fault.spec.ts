import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { describeFaultContract, openPostgresLab, until } from '#testkit';
import { goalOf, goalParams } from './goal.ts';
import { holdSessions } from './hold-sessions.ts';
import { postgresConnectionExhaustion } from './postgres-connection-exhaustion.fault.ts';

describeFaultContract({
  fault: postgresConnectionExhaustion,
  url: import.meta.url,
  params: { percent: '100%' },
  tells: ['100 %'],
  refused: [
    [{}, ''],
    [{ connections: 5, leaveFree: 2 }, ''],
    [{ connections: 0 }, 'connections'],
    [{ percent: '101%' }, 'percent'],
    [{ leaveFree: -1 }, 'leaveFree'],
    [{ leaveFree: 0, rate: 0 }, 'rate'],
  ],
  open: openPostgresLab,
});

describe('how many connections are held, of 97 places', () => {
  test.each([
    [{ connections: 50 }, 10, 50],
    [{ connections: 500 }, 10, 87],
    [{ connections: 5 }, 100, 0],
    [{ percent: 1 }, 10, 87],
    [{ percent: 0.5 }, 10, 39],
    [{ percent: 0.5 }, 60, 0],
    [{ leaveFree: 0 }, 10, 87],
    [{ leaveFree: 2 }, 10, 85],
    [{ leaveFree: 2 }, 96, 0],
  ])('%j while others have %d: %d', (params, others, goal) => {
    expect(goalOf(params, { places: 97, others })).toBe(goal);
  });
});

describe('the sessions that are held', () => {
  let lab: Awaited<ReturnType<typeof openPostgresLab>>;
  beforeAll(async () => {
    lab = await openPostgresLab();
  });
  afterAll(() => lab.close());

  /** Runs the helper in this process while `meanwhile` looks on. */
  const holding = async (url: string, params: object, meanwhile: () => Promise<void>) => {
    const ended = new AbortController();
    let isReady = false;
    const ready = () => {
      isReady = true;
    };
    const input = { url, params: goalParams.parse(params) };
    const helper = holdSessions({ token: 'muster-test-held', input, ended: ended.signal, ready });
    await until(() => isReady, 'the sessions');
    await meanwhile().finally(() => ended.abort());
    await helper;
    await until(async () => (await taken()) === 0, 'the sessions to end');
  };
  const taken = async () => ((await lab.snapshot()) as { taken: number }).taken;
  const ordinary = () => lab.secrets['SHOP_DATABASE_URL']!;

  test('a superuser leaves the reserved places alone', async () => {
    await holding(lab.adminUrl, { leaveFree: 0 }, async () => {
      expect(await lab.isHarmed()).toBe(true);
      const operator = new Client({ connectionString: lab.adminUrl });
      await operator.connect();
      await operator.end();
    });
  });

  test('so many are left free', async () => {
    await holding(ordinary(), { leaveFree: 2 }, async () => {
      expect(await lab.isHarmed()).toBe(false);
      expect(await taken()).toBeGreaterThan(10);
    });
  });

  test('what others free is taken', async () => {
    const other = new Client({ connectionString: ordinary() });
    await other.connect();
    await holding(ordinary(), { percent: '100%' }, async () => {
      const before = await taken();
      await other.end();
      await until(async () => (await taken()) === before + 1, 'the free place to be taken');
      expect(await lab.isHarmed()).toBe(true);
    });
  });

  test('sessions that the server ended are replaced', async () => {
    await holding(ordinary(), { connections: 3 }, async () => {
      await lab.terminateHeld();
      await until(async () => (await taken()) === 3, 'three sessions again');
    });
  });

  test('with a rate they come one after the other', async () => {
    await holding(ordinary(), { connections: 12, rate: 20 }, async () => {
      expect(await taken()).toBeLessThan(12);
      await until(async () => (await taken()) === 12, 'all sessions');
    });
  });
});
