// A process lab: a real process that echoes, started by the driver, and observed by clients and by its state.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JsonObject, Target } from '#core';
import { drivers } from '#targets';
import { isEchoed } from './echo-client.ts';
import type { FaultLab } from './fault-lab.ts';
import { until } from './until.ts';

const PROGRAM = fileURLToPath(new URL('./echo-process.ts', import.meta.url));
const NAME = 'payments';

export async function openProcessLab(): Promise<FaultLab> {
  const stateDir = await mkdtemp(path.join(tmpdir(), 'muster-process-lab-'));
  const portFile = path.join(stateDir, 'port');
  const config: JsonObject = {
    processes: {
      [NAME]: { command: [process.execPath, '--no-warnings', PROGRAM, portFile] },
      gone: { pidFile: 'gone.pid' },
    },
  };
  const driver = drivers.get('process')!;
  const secrets = { resolve: async () => '' };
  const opened = await driver.open(driver.config.parse(config), { secrets, stateDir, baseDir: stateDir });
  const [target] = (await opened.find({ name: NAME }, AbortSignal.timeout(1000))) as [Target];
  const control = opened.handle('process', target);
  const isHarmed = async () => !(await isEchoed(Number(await readFile(portFile, 'utf8').catch(() => '1'))));
  const signal = async (name: 'SIGCONT' | 'SIGKILL') => {
    const { pid, startedAt } = await control.state();
    if (pid !== undefined && startedAt !== undefined) await control.signal({ pid, startedAt }, name);
  };
  const restore = async () => {
    await signal('SIGCONT');
    await control.start();
    await until(async () => !(await isHarmed()), 'the process to answer');
  };
  await restore();
  return {
    driver,
    living: { config, select: { name: NAME } },
    dead: { config, select: { name: 'gone' } },
    secrets: {},
    stateDir,
    async snapshot() {
      const { pid, stopped } = await control.state();
      return { isRunning: pid !== undefined, stopped };
    },
    isHarmed,
    restore,
    async close() {
      await signal('SIGKILL');
      await until(async () => (await control.state()).pid === undefined, 'the process to end');
      await rm(stateDir, { recursive: true });
    },
  };
}
