// Provides Chaos Toolkit as the peer of comparisons: from the cache, or installed with pip into an environment of its own.
import { execFile } from 'node:child_process';
import { rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const VERSION = '1.19.0';
const PACKAGES = [`chaostoolkit==${VERSION}`, 'chaostoolkit-lib==1.44.0'];
const INSTALL_TIMEOUT_MS = 180_000;

/** The path of `chaos`, or undefined when it is neither cached nor can be installed. */
export async function provideChaosToolkit(): Promise<string | undefined> {
  const cache = process.env.MUSTER_CACHE ?? join(homedir(), '.cache', 'muster');
  const folder = join(cache, `chaostoolkit-${VERSION}`);
  // Written last: an interrupted installation is started over. Python environments cannot be moved into place.
  const complete = join(folder, 'complete');
  const run = (command: string, args: readonly string[]) =>
    promisify(execFile)(command, args, { timeout: INSTALL_TIMEOUT_MS });
  if (!(await exists(complete))) {
    try {
      await rm(folder, { recursive: true, force: true });
      await run('python3', ['-m', 'venv', folder]);
      await run(join(folder, 'bin', 'pip'), ['install', '--quiet', ...PACKAGES]);
      await writeFile(complete, '');
    } catch {
      return undefined;
    }
  }
  return join(folder, 'bin', 'chaos');
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
