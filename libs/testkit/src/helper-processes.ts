// Helper processes for tests: those of the apps, run from source.
import { fileURLToPath } from 'node:url';
import type { Helpers } from '#core';
import { helperProcesses } from '#platform';

const MAIN = fileURLToPath(new URL('./helper-main.ts', import.meta.url));

export function testHelpers(stateDir: string): Helpers {
  const command = [process.execPath, '--conditions=muster-source', '--no-warnings', MAIN];
  return helperProcesses({ stateDir, command });
}
