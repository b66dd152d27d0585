import { describe, expect, test } from '@jest/globals';
import { describeFaultContract, openPostgresLab } from '#testkit';
import { goalOf } from './goal.ts';
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
