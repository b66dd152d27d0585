// `npm start` as a user has it: a process of its own, on a database of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { stopPostgres } from '#postgres';
import { mintToken } from '../auth/token.secret.ts';

const MAIN = path.resolve('dist/apps/api/src/main.js');

interface Started {
  readonly process: ChildProcess;
  readonly ended: Promise<unknown[]>;
  /** Once it serves. */
  readonly url: Promise<string>;
  /** Everything printed so far. */
  printed(): string;
}

describe('the server as a process', () => {
  let stateDir: string;
  const started: Started[] = [];
  beforeEach(async () => {
    stateDir = await mkdtemp(path.join(tmpdir(), 'muster-start-'));
    await chmod(stateDir, 0o755);
  });
  afterEach(async () => {
    for (const { process: child, ended } of started.splice(0)) {
      child.kill('SIGKILL');
      await ended;
    }
    await stopPostgres({ dataDir: path.join(stateDir, 'postgres') });
    await rm(stateDir, { recursive: true });
  });

  function start(variables: Record<string, string> = {}): Started {
    const child = spawn(process.execPath, [MAIN], {
      env: { MUSTER_STATE_DIR: stateDir, MUSTER_PORT: '0', MUSTER_LOG_LEVEL: 'warn', ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    const url = new Promise<string>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        text += chunk.toString();
        const [, address] = /Muster is up: (\S+) /.exec(text) ?? [];
        if (address !== undefined) resolve(address);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', () => reject(new Error(`ended before it was up: ${text}`)));
    });
    url.catch(() => undefined);
    const one = { process: child, ended: once(child, 'exit'), url, printed: () => text };
    started.push(one);
    return one;
  }

  const me = async (url: string, token: string) =>
    (await fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${token}` } })).status;

  test('starts on nothing, shows the way in once, ends when it is asked to, and finds its data again', async () => {
    const first = start();
    const url = await first.url;
    const [token] = /muster_[0-9a-f]{12}_[\w-]{43}/.exec(first.printed())!;
    expect(await me(url, token)).toBe(200);
    first.process.kill('SIGTERM');
    expect(await first.ended).toEqual([0, null]);

    const second = start();
    expect(await me(await second.url, token)).toBe(200);
    expect(second.printed()).not.toContain('muster_');
  }, 120_000);

  test('knows a token that its operator chose', async () => {
    const { token } = mintToken();
    const server = start({ MUSTER_ADMIN_TOKEN: token });
    expect(await me(await server.url, token)).toBe(200);
    expect(server.printed()).not.toContain('muster_');
  }, 120_000);

  test('says what is wrong with its environment, and ends', async () => {
    const server = start({ MUSTER_PORT: 'many' });
    expect(await server.ended).toEqual([2, null]);
    expect(server.printed()).toMatch(
      /^muster: environment variables: MUSTER_PORT: .*\nCorrect or remove them\.\n$/,
    );
  });
});
