// `npm run shop` as a user has it: a process of its own, ended politely and impolitely.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { until } from '#testkit';
import { isAlive } from './is-alive.spec-support.ts';

const MAIN = path.resolve('apps/demo-shop/src/main.ts');
const ARGS = ['--conditions=muster-source', '--no-warnings', MAIN, 'start', '--ports', 'free'];
/** On a machine that is busy with other tests. */
const START_MS = 60_000;

interface Started {
  readonly child: ChildProcess;
  readonly said: () => string;
}

jest.setTimeout(150_000);

describe('start', () => {
  let root: string;
  const started: Started[] = [];

  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'demo-shop-start-'));
  });

  afterEach(async () => {
    await Promise.all(started.splice(0).map(({ child }) => ended(child, 'SIGTERM')));
    await rm(root, { recursive: true });
  });

  it('ends with exit code 0 on Ctrl-C, and leaves no process, no port and no PostgreSQL', async () => {
    const stateDir = path.join(root, 'shop');
    const { child, said } = await startedShop(stateDir);
    const left = await whatRuns(stateDir, said());
    expect(left.pids).toHaveLength(6);
    expect(await ended(child, 'SIGINT')).toBe(0);
    await untilGone(left);
  });

  it('leaves nothing after kill -9, with a role killed and another paused as well', async () => {
    const stateDir = path.join(root, 'shop');
    const { child, said } = await startedShop(stateDir);
    const left = await whatRuns(stateDir, said());
    process.kill(await pidIn(stateDir, 'payments'), 'SIGSTOP');
    process.kill(await pidIn(stateDir, 'proxy'), 'SIGKILL');
    await ended(child, 'SIGKILL');
    await untilGone(left);
  });

  it('leaves nothing after kill -9 of the first run that started it', async () => {
    const stateDir = path.join(root, 'shop');
    const args = JSON.stringify([...ARGS, '--state-dir', stateDir]);
    const firstRun = `require('child_process').spawn(process.execPath, ${args}, { stdio: 'inherit' })`;
    const { child, said } = await up(run(['-e', firstRun], { MUSTER_TASK: 'start' }));
    const left = await whatRuns(stateDir, said());
    await ended(child, 'SIGKILL');
    await untilGone(left);
    await until(() => said().includes('no process is left'), 'its last word');
  });

  it('starts beside what a shop left that was killed together with the role that tidies up', async () => {
    const stateDir = path.join(root, 'shop');
    const { child, said } = await startedShop(stateDir);
    const left = await whatRuns(stateDir, said());
    process.kill(await pidIn(stateDir, 'checkout'), 'SIGSTOP');
    child.kill('SIGKILL');
    process.kill(await pidIn(stateDir, 'database'), 'SIGKILL');
    await exit(child);
    const next = await startedShop(stateDir);
    expect(next.said()).toContain('The shop is up');
    expect(left.pids.filter(isAlive)).toEqual([]);
  });

  it('runs twice at once, but not twice in one folder', async () => {
    const [one, two] = [path.join(root, 'shop'), path.join(root, 'shop2')];
    const shops = await Promise.all([startedShop(one), startedShop(two)]);
    for (const { said } of shops) expect((await fetch(`${urlIn(said())}/cart/1`)).status).toBe(200);
    const third = start(one);
    expect(await exit(third.child)).toBe(1);
    expect(third.said()).toMatch(/A shop runs in .*\/shop already \(pid \d+\)\.\nNext: stop it \(kill \d+\)/);
    await ended(shops[0].child, 'SIGINT');
    expect((await fetch(`${urlIn(shops[1].said())}/cart/1`)).status).toBe(200);
  });

  function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Started {
    const child = spawn(process.execPath, args, { stdio: 'pipe', env: { ...process.env, ...env } });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const one = { child, said: () => text };
    started.push(one);
    return one;
  }

  function start(stateDir: string): Started {
    return run([...ARGS, '--state-dir', stateDir]);
  }

  async function up(one: Started): Promise<Started> {
    await until(
      () => one.said().includes('is up') || one.child.exitCode !== null,
      'the shop to be up',
      START_MS,
    );
    expect(one.said()).toContain('is up');
    return one;
  }

  function startedShop(stateDir: string): Promise<Started> {
    return up(start(stateDir));
  }
});

function urlIn(said: string): string {
  return /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? '';
}

async function pidIn(stateDir: string, name: string): Promise<number> {
  return Number(await readFile(path.join(stateDir, 'pids', `${name}.pid`), 'utf8'));
}

interface Running {
  readonly pids: readonly number[];
  readonly ports: readonly number[];
}

async function whatRuns(stateDir: string, said: string): Promise<Running> {
  const names = (await readdir(path.join(stateDir, 'pids'))).map((file) => path.basename(file, '.pid'));
  const pids = await Promise.all(names.map((name) => pidIn(stateDir, name)));
  return {
    pids,
    ports: [...new Set([...said.matchAll(/127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port)))],
  };
}

/** Processes, then ports. */
async function untilGone({ pids, ports }: Running): Promise<void> {
  await until(() => !pids.some(isAlive), 'the end of every process');
  for (const port of ports) expect([port, await listens(port)]).toEqual([port, false]);
}

function listens(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(port, '127.0.0.1');
  socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}

async function exit(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  child.kill(signal);
  return exit(child);
}
