import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { describeProbeContract } from '../../testkit/src/probe-contract.ts';
import { until } from '../../testkit/src/until.ts';
import { fieldsOf } from './probe.lab.spec-support.ts';
import { process as processProbe } from './process.probe.ts';

const NAME = `muster-sleeper-${process.pid}`;

interface Sleeper {
  readonly dir: string;
  readonly pidFile: string;
  readonly child: ChildProcess;
  readonly close: () => Promise<void>;
}

/** A program of a name that nothing else has, with a pid file. */
async function startSleeper(): Promise<Sleeper> {
  const dir = await mkdtemp(path.join(tmpdir(), 'muster-process-'));
  const program = path.join(dir, NAME);
  await copyFile('/bin/sleep', program);
  const child = spawn(program, ['600'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const pidFile = path.join(dir, 'pid');
  await writeFile(pidFile, `${child.pid}\n`);
  const close = async () => {
    child.kill('SIGKILL');
    await rm(dir, { recursive: true });
  };
  return { dir, pidFile, child, close };
}

describeProbeContract(processProbe, async () => {
  const { pidFile, dir, close } = await startSleeper();
  await writeFile(path.join(dir, 'garbage'), 'no number\n');
  return {
    up: { pidFile },
    down: { with: { pidFile: path.join(dir, 'missing') }, fields: { running: false, stopped: false } },
    broken: { pidFile: path.join(dir, 'garbage') },
    close,
  };
});

describe('process', () => {
  let sleeper: Sleeper;
  beforeEach(async () => {
    sleeper = await startSleeper();
  });
  afterEach(() => sleeper.close());

  test.each(['name', 'pidFile'])('is found by %s, told when stopped, and gone once it ended', async (by) => {
    const values = by === 'name' ? { name: NAME } : { pidFile: sleeper.pidFile };
    const { pid } = sleeper.child;
    expect(await fieldsOf(processProbe, values)).toEqual({ running: true, stopped: false, pid });

    sleeper.child.kill('SIGSTOP');
    await until(async () => (await fieldsOf(processProbe, values)).stopped === true, 'the process to stop');
    expect(await fieldsOf(processProbe, values)).toEqual({ running: true, stopped: true, pid });

    const exited = once(sleeper.child, 'exit');
    sleeper.child.kill('SIGKILL');
    await exited;
    expect(await fieldsOf(processProbe, values)).toEqual({ running: false, stopped: false });
  });

  test('a name with a folder is refused', () => {
    expect(processProbe.params.safeParse({ name: '/usr/bin/sleep' }).success).toBe(false);
  });
});
