// Runs jest on the suites of a part, with its output shown, and counts what ran.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface JestSummary {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

/** A run that found no test, or left no summary, counts as one failure. */
export async function runSuites(
  suites: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Counts> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'muster-lab-'));
  const summaryFile = path.join(scratch, 'jest.json');
  const args = ['node_modules/jest/bin/jest.js', ...suites, '--json', `--outputFile=${summaryFile}`];
  try {
    const jest = spawn(process.execPath, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, ...env, NODE_OPTIONS: '--experimental-vm-modules --no-warnings' },
    });
    const [code] = (await once(jest, 'exit')) as [number | null];
    const counts = await readFile(summaryFile, 'utf8').then(counted, () => undefined);
    if (counts === undefined || counts.passed + counts.failed + counts.skipped === 0)
      return { passed: 0, failed: 1, skipped: 0 };
    const told = counts.failed === 0 && code !== 0 ? 1 : counts.failed;
    return { ...counts, failed: told };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function counted(text: string): Counts {
  const summary = JSON.parse(text) as JestSummary;
  return {
    passed: summary.numPassedTests,
    failed: summary.numFailedTests + summary.numRuntimeErrorTestSuites,
    skipped: summary.numPendingTests + summary.numTodoTests,
  };
}
