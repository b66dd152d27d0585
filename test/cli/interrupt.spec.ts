// Whatever ends a run from outside, what it put in place is gone afterwards. The proxy itself is asked.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '#testkit';
import { type Drill, openDrill } from './drill.spec-support.ts';
import { eventsIn, muster, type Started, startMuster } from './muster.spec-support.ts';

let drill: Drill;
beforeEach(async () => {
  drill = await openDrill();
});
afterEach(() => drill.close());

const clean = { enabled: true, toxics: 0 };

async function startHolding(args: readonly string[] = [], undo = '5s'): Promise<Started> {
  const file = await drill.write('long', { hold: '25s', undo });
  const run = startMuster(['run', file, ...args], { cwd: drill.folder });
  await run.says('injected');
  await until(async () => (await drill.harm()).toxics === 1, 'the toxic');
  return run;
}

describe('a run that is interrupted', () => {
  test.each([
    ['SIGINT', 'interrupted (Ctrl-C)'],
    ['SIGTERM', 'told to end (SIGTERM)'],
    ['SIGHUP', 'the terminal was closed (SIGHUP)'],
  ] as const)('by %s undoes, says what, and exits with 130', async (signal, words) => {
    const run = await startHolding();
    run.process.kill(signal);
    const { code, stdout } = await run.ended;
    expect(code).toBe(130);
    expect(stdout).toContain(`${words}; undoing network is slow (remove 1 toxic)`);
    expect(stdout).toMatch(/^✔ undone /m);
    expect(await drill.harm()).toEqual(clean);
  });

  test('before its first fault injects nothing', async () => {
    const file = await drill.write('early', { baseline: '20s' });
    const run = startMuster(['run', file], { cwd: drill.folder });
    await run.says('valid');
    run.process.kill('SIGINT');
    const { code, stdout } = await run.ended;
    expect(code).toBe(130);
    expect(stdout).toContain('nothing is in place');
    expect(stdout).not.toMatch(/^. injected/m);
  });

  test('twice at once, as npx and a terminal deliver one Ctrl-C, still undoes', async () => {
    const run = await startHolding();
    run.process.kill('SIGINT');
    run.process.kill('SIGINT');
    const { code, stdout } = await run.ended;
    expect(code).toBe(130);
    expect(stdout).not.toContain('hurry');
    expect(await drill.harm()).toEqual(clean);
  });

  test('twice does not wait for what cannot be undone, and exits with 4', async () => {
    const run = await startHolding([], '10m');
    await drill.closeProxy();
    run.process.kill('SIGINT');
    await run.says('undoing');
    await until(() => /attempt \d/.test(run.stdout()), 'an attempt to undo');
    const second = setInterval(() => run.process.kill('SIGINT'), 300);
    const { code, stdout } = await run.ended;
    clearInterval(second);
    expect(code).toBe(4);
    expect(stdout).toContain('not waiting any more');
    expect(stdout).toMatch(/Next: muster recover \S+/);
  });

  test('while it watches the recovery stops watching', async () => {
    const file = await drill.write('recovering', {
      hold: '100ms',
      limit: '10s',
      expect: ['recoversWithin: 10m'],
    });
    const run = startMuster(['run', file], { cwd: drill.folder });
    await run.says('injected');
    drill.answer(503);
    await run.says('undone');
    run.process.kill('SIGINT');
    const { code, stdout } = await run.ended;
    expect(code).toBe(130);
    expect(stdout).toContain('not waited for');
    expect(await drill.harm()).toEqual(clean);
  });

  test('by the end of whoever reads its output undoes', async () => {
    const run = await startHolding(['--json']);
    run.process.stdout?.destroy();
    const { code } = await run.ended;
    expect(code).toBe(130);
    expect(await drill.harm()).toEqual(clean);
  });

  // script(1) of util-linux is a terminal that holds its output once nobody takes it.
  const hasScript = spawnSync('script', ['--version']).stdout?.includes('util-linux') ?? false;
  (hasScript ? test : test.skip)('whose terminal is held ends on time all the same', async () => {
    const file = await drill.write('held', { hold: '3s', every: '2ms', latency: '1ms' });
    const command = `${path.resolve('bin/muster')} run ${file} --json`;
    const terminal = spawn('script', ['-qec', command, '/dev/null'], { cwd: drill.folder });
    let stdout = '';
    terminal.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    await until(() => stdout.includes('fault.injected'), 'the fault');
    // From here on nobody takes the output; what is written by then fills every buffer on the way.
    terminal.stdout.pause();
    await until(async () => (await drill.harm()).toxics === 1, 'the toxic');
    await until(async () => (await drill.harm()).toxics === 0, 'the toxic to be gone');
    terminal.stdout.resume();
    const [code] = (await once(terminal, 'close')) as [number];
    expect(code).toBe(0);
    const lines = stdout.replaceAll('\r', '').trimEnd().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ summary: { exitCode: 0, cleanup: 'clean' } });
    const undone = eventsIn(`${lines.join('\n')}\n`).find(({ type }) => type === 'fault.undone');
    expect(undone).toBeDefined();
  });

  test('by muster abort in another terminal, which waits and tells the outcome', async () => {
    const run = await startHolding(['--run-id', 'to-abort']);
    const abort = await muster(['abort'], { cwd: drill.folder });
    expect(abort).toMatchObject({ code: 0, stderr: '' });
    expect(abort.stdout).toMatch(/run to-abort \(inconclusive\): every fault is verified gone/);
    expect(await drill.harm()).toEqual(clean);
    expect((await run.ended).code).toBe(130);
    const again = await muster(['abort', 'to-abort'], { cwd: drill.folder });
    expect(again).toMatchObject({ code: 0 });
    expect(again.stdout).toContain('it was over before');
  });
});

describe('muster abort', () => {
  test('of a run that is not known says so', async () => {
    const abort = await muster(['abort', 'nobody'], { cwd: drill.folder });
    expect(abort).toMatchObject({ code: 2 });
    expect(abort.stderr).toMatch(/^MUS3004 /);
  });

  test('without a run says so', async () => {
    const abort = await muster(['abort'], { cwd: drill.folder });
    expect(abort.code).toBe(2);
    expect(abort.stderr).toMatch(/^MUS3004 no run goes on/);
  });
});

describe('two runs', () => {
  test('do not harm one target at once', async () => {
    const first = await startHolding(['--run-id', 'first']);
    const second = await muster(['run', 'long.yaml'], { cwd: drill.folder });
    expect(second).toMatchObject({ code: 2 });
    expect(second.stderr).toMatch(
      /^MUS2004 web is being harmed by run first \(process \d+\)\n {2}.*muster abort first/,
    );
    expect(await drill.harm()).toEqual({ enabled: true, toxics: 1 });
    first.process.kill('SIGINT');
    expect((await first.ended).code).toBe(130);
  });

  test('a run is told of what a killed one left, and recover undoes it', async () => {
    const killed = await startHolding(['--run-id', 'killed']);
    killed.process.kill('SIGKILL');
    await killed.ended;
    const file = await drill.write('after');
    const next = await muster(['run', file], { cwd: drill.folder });
    expect(next.stdout).toContain('run killed ended without undoing network is slow on web');
    expect(next.stdout).toContain('muster recover killed');
    const recovery = await muster(['recover'], { cwd: drill.folder });
    expect(recovery).toMatchObject({ code: 0, stderr: '' });
    expect(recovery.stdout).toMatch(
      /clean {2}killed {2}long {2}network is slow on web: undone, verified gone/,
    );
    expect(await drill.harm()).toEqual(clean);
    expect((await muster(['recover'], { cwd: drill.folder })).stdout).toContain('no run is left');
  });
});
