import { describe, expect, test } from '@jest/globals';
import { readEnv } from './env.ts';

describe('the environment of the server', () => {
  test('needs nothing', () => {
    expect(readEnv({})).toMatchObject({
      host: '127.0.0.1',
      port: 7700,
      databaseUrl: undefined,
      trustedProxies: [],
    });
  });

  test('a variable that is set to nothing is not set', () => {
    expect(readEnv({ DATABASE_URL: '', MUSTER_PORT: '' })).toMatchObject({
      port: 7700,
      databaseUrl: undefined,
    });
  });

  test('every variable that is wrong is told, and none of their values', () => {
    const wrong = {
      MUSTER_PORT: '99999',
      DATABASE_URL: 'mysql://user:hunter2@db',
      MUSTER_LOG_LEVEL: 'loud',
      PATH: '/bin',
    };
    expect(() => readEnv(wrong)).toThrow(
      /^environment variables: MUSTER_PORT: .*; DATABASE_URL: expected postgresql:.*; MUSTER_LOG_LEVEL: /,
    );
    expect(() => readEnv(wrong)).not.toThrow(/hunter2/);
    expect(() => readEnv({ MUSTER_ADMIN_TOKEN: 'secret' })).toThrow(/MUSTER_ADMIN_TOKEN: expected muster_/);
  });
});
