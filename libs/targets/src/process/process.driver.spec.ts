import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Driver, ProcessControl } from '#core';
import { until } from '#testkit';
import { process as processDriver } from './process.driver.ts';
import { parseStat } from './process.table.ts';

let stateDir: string;
const children: ChildProcess[] = [];
beforeAll(async () => {
  stateDir = await mkdtemp(path.join(tmpdir(), 'muster-process-'));
});
afterAll(() => rm(stateDir, { recursive: true }));
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
});

const open = (processes: object): Promise<Driver> => {
  const context = { secrets: { resolve: async () => '' }, stateDir, baseDir: stateDir };
  return processDriver.open(processDriver.config.parse({ processes }), context);
};
const targetsOf = (driver: Driver, select: object) => driver.find(select, AbortSignal.timeout(1000));
const controlOf = async (driver: Driver, select: object): Promise<ProcessControl> => {
  const [target] = await targetsOf(driver, select);
  return driver.handle('process', JSON.parse(JSON.stringify(target)) as never);
};
/** A process that does nothing, with a mark in its command line. */
const idle = async (mark: string): Promise<number> => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)', mark], { stdio: 'ignore' });
  children.push(child);
  await once(child, 'spawn');
  return child.pid!;
};
const identityOf = async (control: ProcessControl) => {
  const { pid, startedAt } = await control.state();
  return { pid: pid!, startedAt: startedAt! };
};

test('finds those of the environment by name, whether they run or not', async () => {
  const driver = await open({
    'shop-2': { match: 'x' },
    'shop-1': { pidFile: 'a.pid' },
    other: { match: 'y' },
  });
  expect((await targetsOf(driver, { name: 'shop-*' })).map(({ id }) => id)).toEqual(['shop-1', 'shop-2']);
  expect(await (await controlOf(driver, { name: 'shop-1' })).state()).toEqual({
    pid: undefined,
    startedAt: undefined,
    stopped: false,
  });
});

test('a pid file, relative to the environment; only the first line counts', async () => {
  const pid = await idle('pid-file');
  await writeFile(path.join(stateDir, 'idle.pid'), `${pid}\n/var/lib/data\n`);
  const control = await controlOf(await open({}), { pidFile: 'idle.pid' });
  expect(await control.state()).toMatchObject({ pid, stopped: false });
});

test.each(['', 'no number', '999999999'])('a pid file with %j is no process', async (text) => {
  await writeFile(path.join(stateDir, 'bad.pid'), text);
  const control = await controlOf(await open({}), { pidFile: 'bad.pid' });
  expect((await control.state()).pid).toBeUndefined();
});

test('stops and continues; the state tells', async () => {
  await idle('mark-stop');
  const control = await controlOf(await open({}), { command: 'mark-stop' });
  const identity = await identityOf(control);
  await control.signal(identity, 'SIGSTOP');
  await until(async () => (await control.state()).stopped, 'the process to stop');
  await control.signal(identity, 'SIGCONT');
  await until(async () => !(await control.state()).stopped, 'the process to go on');
});

test('a killed process is gone; its successor is found by the command line', async () => {
  const first = await idle('mark-next');
  const control = await controlOf(await open({}), { command: 'mark-next' });
  const identity = await identityOf(control);
  expect(identity.pid).toBe(first);
  await control.signal(identity, 'SIGKILL');
  await until(async () => (await control.state()).pid === undefined, 'the process to end');
  expect(await control.start()).toBe(false);
  const second = await idle('mark-next');
  expect((await control.state()).pid).toBe(second);
});

test('a pid that now belongs to another process is left alone', async () => {
  const pid = await idle('mark-reused');
  const control = await controlOf(await open({}), { command: 'mark-reused' });
  await control.signal({ pid, startedAt: '1' }, 'SIGKILL');
  expect((await control.state()).pid).toBe(pid);
});

test('several of one command line are several targets', async () => {
  const pids = [await idle('mark-many'), await idle('mark-many')];
  const driver = await open({});
  const targets = await targetsOf(driver, { command: 'mark-many' });
  const states = await Promise.all(targets.map((target) => driver.handle('process', target).state()));
  expect(states.map(({ pid }) => pid).toSorted()).toEqual(pids.toSorted());
});

test('never Muster itself, its parent, or init', async () => {
  const driver = await open({});
  const targets = await targetsOf(driver, { command: 'jest' });
  expect(targets.map(({ locator }) => locator['pid'])).not.toContain(process.pid);
  const control = await controlOf(await open({ a: { match: 'x' } }), { name: 'a' });
  for (const pid of [0, 1, process.pid, process.ppid]) {
    const signalled = control.signal({ pid, startedAt: '1' }, 'SIGCONT');
    await expect(signalled).rejects.toMatchObject({ code: 'MUS2014' });
  }
});

test('starts what the environment says how to, once, with its variables, folder and log', async () => {
  const script = 'console.log(process.cwd(), process.env.MARK); setInterval(() => {}, 1e6)';
  const driver = await open({
    shop: { command: [process.execPath, '-e', script], env: { MARK: 'marked' }, log: 'shop.log' },
  });
  const control = await controlOf(driver, { name: 'shop' });
  expect((await control.state()).pid).toBeUndefined();
  expect(await control.start()).toBe(true);
  const identity = await identityOf(control);
  expect(await control.start()).toBe(true);
  expect(await identityOf(control)).toEqual(identity);
  const log = () => readFile(path.join(stateDir, 'shop.log'), 'utf8');
  await until(async () => (await log()) === `${stateDir} marked\n`, 'its output in the log');
  const other = await controlOf(await open({ shop: { command: ['unused'] } }), { name: 'shop' });
  expect(await identityOf(other)).toEqual(identity);
  await control.signal(identity, 'SIGKILL');
  await until(async () => (await control.state()).pid === undefined, 'the process to end');
});

test('a command that is not there has a code', async () => {
  const control = await controlOf(await open({ a: { command: ['/no/such/program'] } }), { name: 'a' });
  await expect(control.start()).rejects.toMatchObject({
    code: 'MUS2011',
    message: expect.stringContaining('ENOENT'),
  });
});

test('a process in the environment needs a way to be found', () => {
  expect(processDriver.config.safeParse({ processes: { a: {} } }).success).toBe(false);
});

test('the name of a process may contain anything', () => {
  const rest = Array.from({ length: 18 }, (_, index) => index).join(' ');
  expect(parseStat(7, `7 (a) S (b) T ${rest} 4711 0`)).toEqual({ pid: 7, startedAt: '4711', stopped: true });
  expect(parseStat(7, `7 (gone) Z ${rest} 4711 0`)).toBeUndefined();
});
