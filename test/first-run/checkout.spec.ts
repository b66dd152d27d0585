// First-run in a checkout of its own: it builds once, is silent when nothing is to do, and passes on what the task says.

import { existsSync, readdirSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Checkout, createCheckout, firstRun, start, until } from './checkout.fixture.ts';

let checkout: Checkout;
const at = (file: string): string => path.join(checkout.root, file);
const run = (...args: string[]) => firstRun(checkout, args).ended;
afterEach(() => checkout.remove());

describe('with the dependencies installed', () => {
  beforeEach(() => {
    checkout = createCheckout(true);
    checkout.write('libs/greeting/src/index.ts', "export { greeting } from './greeting.ts';\n");
    checkout.write('libs/greeting/src/greeting.ts', "export const greeting: string = 'hello';\n");
    checkout.write(
      'tools/demo/main.ts',
      "import { greeting } from '#greeting';\nconsole.log(greeting, ...process.argv.slice(2));\nprocess.exitCode = 7;\n",
    );
  });

  test('a task builds, says so once, and gives the arguments and the exit code through', async () => {
    const first = await run('demo', '--loud');
    expect(first.output).toMatch(/^muster: building \.\.\. \d+\.\d s\nhello --loud\n$/);
    expect(first.code).toBe(7);
    expect(await run('demo')).toEqual({ code: 7, output: 'hello\n' });
  });

  test('a changed source is built again, and what a deleted one left is removed', async () => {
    await run('build');
    checkout.write('libs/greeting/src/greeting.ts', "export const greeting: string = 'good evening';\n");
    expect((await run('demo')).output).toMatch(/building .*\ngood evening\n$/s);
    checkout.write('libs/greeting/src/index.ts', "export const greeting = 'inline';\n");
    unlinkSync(at('libs/greeting/src/greeting.ts'));
    expect((await run('demo')).output).toMatch(/inline\n$/);
    expect(existsSync(at('dist/libs/greeting/src/greeting.js'))).toBe(false);
  });

  test('a type error is shown with its place, exits 1, and is tried again', async () => {
    checkout.write('libs/greeting/src/greeting.ts', 'export const greeting: string = 5;\n');
    for (const _turn of [1, 2]) {
      const { code, output } = await run('demo');
      expect(code).toBe(1);
      expect(output).toContain('libs/greeting/src/greeting.ts(1,14): error TS2322');
      expect(output).not.toContain('    at ');
    }
  });

  test('two first runs at once: one builds, both work', async () => {
    const both = await Promise.all([run('demo'), run('demo')]);
    expect(both.map(({ code }) => code)).toEqual([7, 7]);
    expect(both.filter(({ output }) => output.includes('building'))).toHaveLength(1);
    expect(readdirSync(at('.toolchain'))).toEqual([]);
  });

  test('a signal reaches the task, which decides the exit code', async () => {
    checkout.write(
      'tools/demo/main.ts',
      "setInterval(() => {}, 1000);\nprocess.on('SIGTERM', () => { console.log('put back'); process.exit(3); });\nconsole.log('ready');\n",
    );
    const running = firstRun(checkout, ['demo']);
    await until('the task to be ready', () => running.output().includes('ready'));
    running.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ code: 3, output: expect.stringContaining('put back') });
  });

  test.each([
    ['the script', "spawn(process.execPath, [program, 'demo'], { stdio: 'inherit' })"],
    [
      'a shell that stays',
      "spawn('sh', ['-c', `'${process.execPath}' '${program}' demo; true`], { stdio: 'inherit' })",
    ],
  ])('npm that started %s, killed without a word, takes the task along', async (_what, starts) => {
    checkout.write(
      'tools/demo/main.ts',
      "setInterval(() => {}, 1000);\nprocess.on('SIGTERM', () => { console.log('put back'); process.exit(3); });\nconsole.log('ready');\n",
    );
    const program = JSON.stringify(at('tools/first-run/main.mjs'));
    const npm = `const { spawn } = require('child_process'); const program = ${program}; ${starts}`;
    const running = start(process.execPath, ['-e', npm], { npm_lifecycle_event: 'demo' });
    await until('the task to be ready', () => running.output().includes('ready'));
    running.kill('SIGKILL');
    expect((await running.ended).output).toContain('put back');
  });

  test('a task that a signal ended gives 128 + its number', async () => {
    checkout.write('tools/demo/main.ts', "setInterval(() => {}, 1000);\nconsole.log('ready');\n");
    const running = firstRun(checkout, ['demo']);
    await until('the task to be ready', () => running.output().includes('ready'));
    running.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
  });

  test('a task whose program is not there says which', async () => {
    const { code, output } = await run('bench');
    expect(code).toBe(1);
    expect(output).toContain('dist/tools/bench/main.js is not built');
  });
});

describe('in a fresh clone', () => {
  beforeEach(() => {
    checkout = createCheckout(false);
  });

  test('help and usage errors need nothing installed', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, output: expect.stringContaining('npm run demo') });
    expect(await run('test', '--help')).toMatchObject({
      code: 0,
      output: expect.stringContaining('npm test'),
    });
    expect(await run('tset')).toMatchObject({ code: 2, output: expect.stringContaining('no task "tset"') });
    expect(existsSync(at('.toolchain'))).toBe(false);
  });

  test('without the registry it says so and what to do, never a stack', async () => {
    const { code, output } = await firstRun(checkout, ['build'], {
      npm_config_registry: 'http://127.0.0.1:9',
      npm_config_cache: at('empty-cache'),
      npm_config_fetch_retries: '0',
    }).ended;
    expect(code).toBe(1);
    expect(output).toContain('installing dependencies (npm ci) ... failed');
    expect(output).toContain('Next: The package registry is out of reach');
    expect(output).not.toContain('    at ');
  });

  test('without npm it says where npm comes from', async () => {
    const { code, output } = await firstRun(checkout, ['build'], { PATH: '/nowhere', npm_execpath: '' })
      .ended;
    expect(code).toBe(1);
    expect(output).toContain('Next: npm is not on this machine');
  });
});
