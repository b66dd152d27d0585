// Every exit code of the table in README.md, by a run that ends so. The proxy itself is asked what is in place.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Drill, environment, openDrill } from './drill.spec-support.ts';
import { muster, startMuster } from './muster.spec-support.ts';

let drill: Drill;
beforeEach(async () => {
  drill = await openDrill();
});
afterEach(() => drill.close());

const clean = { enabled: true, toxics: 0 };

describe('exit code', () => {
  test('0: the hypothesis held', async () => {
    const run = await muster(['run', await drill.write('holds')], { cwd: drill.folder });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/^PASS {2}report: reports\/holds\/[\dTZ-]+\/index\.html$/m);
    expect(run.stdout).toMatch(/exit 0\n$/);
    expect(await drill.harm()).toEqual(clean);
  });

  test('1: it did not hold; the gap is told with owner, due date and runbook step', async () => {
    const file = await drill.write('fails', { latency: '800ms', limit: '500ms', hold: '2s' });
    const run = await muster(['run', file], { cwd: drill.folder });
    expect(run).toMatchObject({ code: 1, stderr: '' });
    expect(run.stdout).toMatch(/^FAIL {2}1 gap {2}report: /m);
    expect(run.stdout).toMatch(
      /^ {2}SEV2 web has no patience {2}owner team-web {2}due \d{4}-\d\d-\d\d {2}runbook web-slow#diagnose$/m,
    );
    expect(run.stdout).toMatch(/p99 latency (8\d\d(\.\d)? ms|[\d.]+ s) \(limit 500 ms\)/);
    expect(await drill.harm()).toEqual(clean);
  });

  test('2: an invalid file', async () => {
    await drill.writeFile(
      'invalid.yaml',
      'apiVersion: muster/v1\nkind: Experiment\nmetadata: {name: invalid}\n',
    );
    const run = await muster(['run', 'invalid.yaml'], { cwd: drill.folder });
    expect(run.code).toBe(2);
    expect(run.stdout).toMatch(/^invalid\.yaml:1:1 MUS1010 /m);
  });

  test('2: something that the environment does not allow, with the place of the rule', async () => {
    const file = await drill.write('too-long', { hold: '2m' });
    const run = await muster(['run', file], { cwd: drill.folder });
    expect(run.code).toBe(2);
    expect(run.stdout).toMatch(/^environment\.yaml:\d+ MUS2001 .*held for 2 m, at most 30 s is allowed$/m);
    expect(await drill.harm()).toEqual(clean);
  });

  test('2: production that was not confirmed by its name, and 0 once it was', async () => {
    await drill.writeFile(
      'environment.yaml',
      environment({ name: 'shop', apiUrl: drill.apiUrl, production: true }),
    );
    const file = await drill.write('prod');
    for (const args of [[], ['--confirm', 'lab']]) {
      const refused = await muster(['run', file, ...args], { cwd: drill.folder });
      expect(refused.code).toBe(2);
      expect(refused.stdout).toMatch(/MUS2003 shop is production .* --confirm shop$/m);
    }
    expect(await muster(['run', file, '--confirm', 'shop'], { cwd: drill.folder })).toMatchObject({
      code: 0,
    });
  });

  test.each([
    ['an unknown option', ['run', 'x.yaml', '--nope']],
    ['an unknown command', ['explode']],
    ['a missing argument', ['run']],
    ['a file that is not there', ['run', 'nowhere.yaml']],
    ['a variable without a value', ['run', 'x.yaml', '--var', 'name']],
  ])('2: %s', async (_name, args) => {
    const run = await muster(args, { cwd: drill.folder });
    expect(run.code).toBe(2);
    expect(run.stderr).not.toBe('');
    expect(run.stderr).not.toMatch(/ {4}at /);
  });

  test('2: a variable that no file has, as after a slip of the pen', async () => {
    const file = await drill.write('sound');
    const run = await muster(['run', file, '--var', 'latency=1s'], { cwd: drill.folder });
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/^MUS2006 no file has a variable latency\n/);
  });

  test('3: aborted by a guard, with the numbers and the place of the rule', async () => {
    const abort = ['{when: {probe: web answers, failingFor: 100ms}}'];
    const file = await drill.write('aborts', { latency: '1s', limit: '500ms', hold: '20s', abort });
    const run = await muster(['run', file], { cwd: drill.folder });
    expect(run.code).toBe(3);
    expect(run.stdout).toMatch(/^✖ aborted .*\(aborts\.yaml:\d+\)$/m);
    expect(run.stdout).toMatch(/^✔ undone .*verified gone, [\d.]+ ms after the decision/m);
    expect(await drill.harm()).toEqual(clean);
  });

  test('3: not steady before any fault', async () => {
    drill.answer(503);
    const run = await muster(['run', await drill.write('unsteady')], { cwd: drill.folder });
    expect(run.code).toBe(3);
    expect(run.stdout).toMatch(/^✖ baseline .*status 503, expected status = 200/m);
    expect(run.stdout).not.toMatch(/^. injected/m);
  });

  test('4: it could not be undone; recover says so as long as it is so', async () => {
    const run = startMuster(['run', await drill.write('dirty', { hold: '300ms', undo: '300ms' })], {
      cwd: drill.folder,
    });
    await run.says('injected');
    await drill.closeProxy();
    const { code, stdout } = await run.ended;
    expect(code).toBe(4);
    expect(stdout).toMatch(/^NOT CLEAN {2}1 of 1 may still be in place:$/m);
    const [, name = ''] = /Next: muster recover (\S+)/.exec(stdout) ?? [];
    const recovery = await muster(['recover', name], { cwd: drill.folder });
    expect(recovery.code).toBe(4);
    expect(recovery.stdout).toMatch(/not clean/);
    const list = await muster(['recover', '--list'], { cwd: drill.folder });
    expect(list.code).toBe(4);
    expect(list.stdout).toContain('network is slow on web');
  });

  test('5: the target cannot be reached', async () => {
    const file = await drill.write('unreachable');
    await drill.closeProxy();
    for (const command of ['run', 'explain']) {
      const run = await muster([command, file], { cwd: drill.folder });
      expect(run.code).toBe(5);
      expect(run.stderr).toMatch(/^MUS2010 Toxiproxy at .* cannot be reached/);
    }
  });
});
