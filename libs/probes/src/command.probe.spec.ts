import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { describeProbeContract } from '../../testkit/src/probe-contract.ts';
import { until } from '../../testkit/src/until.ts';
import { command } from './command.probe.ts';
import { fieldsOf } from './probe.lab.spec-support.ts';

const sh = (script: string) => ({ run: ['sh', '-c', script] });

describeProbeContract(command, async () => ({
  up: { run: ['sh', '-c', 'echo "$SHOP_TOKEN" | wc -c'], env: { SHOP_TOKEN: { secret: 'TOKEN' } } },
  down: { with: sh('echo broken >&2; exit 3'), fields: { exit: 3, stdout: '', stderr: 'broken\n' } },
  broken: { run: ['no-such-program-here'] },
  hanging: sh('sleep 60'),
  secrets: { TOKEN: 'shop-secret' },
  close: async () => undefined,
}));

describe('command', () => {
  test('no shell reads the arguments', async () => {
    const fields = await fieldsOf(command, { run: ['echo', '$HOME; exit 1', '*'] });
    expect(fields).toMatchObject({ exit: 0, stdout: '$HOME; exit 1 *\n' });
  });

  test('runs in the folder and with the variables given', async () => {
    const dir = await realpath(await mkdtemp(path.join(tmpdir(), 'muster-command-')));
    const values = { ...sh('pwd; echo $SHOP'), cwd: dir, env: { SHOP: 'open' } };
    expect(await fieldsOf(command, values)).toMatchObject({ stdout: `${dir}\nopen\n` });
    await rm(dir, { recursive: true });
  });

  test('a folder that is not there cannot be measured in', async () => {
    expect(await fieldsOf(command, { ...sh('true'), cwd: '/no/such/folder' })).toEqual({
      error: expect.stringContaining('sh cannot be run'),
    });
  });

  test('what a signal ended has 128 and its number', async () => {
    expect(await fieldsOf(command, sh('kill -TERM $$'))).toMatchObject({ exit: 143 });
  });

  test('keeps 64 KiB of output and drains the rest', async () => {
    const fields = await fieldsOf(command, sh('head -c 1000000 /dev/zero | tr "\\0" x'));
    expect(fields).toMatchObject({ exit: 0, stdout: 'x'.repeat(64 * 1024) });
  });

  test('at the timeout the whole group is killed, also a child that ignores SIGTERM', async () => {
    const dir = await mkdtemp(path.join(tmpdir(), 'muster-command-'));
    const file = path.join(dir, 'pid');
    const script = `(trap "" TERM; echo $$ > ${file}.group; exec sh -c 'echo $$ > ${file}; sleep 60') & wait`;
    const fields = await fieldsOf(command, sh(script), { timeoutMs: 1000 });
    expect(fields).toMatchObject({ exit: 124 });
    const pid = Number(await readFile(file, 'utf8'));
    await until(() => !isAlive(pid), `process ${pid} to be gone`);
    await rm(dir, { recursive: true });
  });

  test('what it leaves in the background does not hold the measurement up', async () => {
    const startedMs = performance.now();
    const dir = await mkdtemp(path.join(tmpdir(), 'muster-command-'));
    const fields = await fieldsOf(command, sh(`sleep 60 & echo $! > ${dir}/pid; echo done`));
    expect(fields).toMatchObject({ exit: 0, stdout: 'done\n' });
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    process.kill(Number(await readFile(`${dir}/pid`, 'utf8')), 'SIGKILL');
    await rm(dir, { recursive: true });
  });

  test('tells the program for the allow-list, and quotes what a shell would read', () => {
    const values = command.params.parse({ run: ['/bin/echo', 'a b', 'c'] });
    expect(command.commands?.(values)).toEqual(['/bin/echo']);
    expect(command.explain(values)).toBe('run /bin/echo "a b" c');
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
