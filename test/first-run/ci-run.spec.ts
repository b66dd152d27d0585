// .ci/run with an npm that plays each ending: the last line sums what ran, and every kind of failure fails it.

import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Ended, start } from './checkout.fixture.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'ci-run-'));
  cpSync('.ci', path.join(root, '.ci'), { recursive: true });
  mkdirSync(path.join(root, 'bin'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const SUMMARY = {
  numTotalTests: 5,
  numPassedTests: 4,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
};

interface Ending {
  readonly summary?: object;
  readonly testCode?: number;
  readonly lint?: string;
  readonly lintCode?: number;
  readonly lab?: string;
}

const GOOD: Ending = { summary: SUMMARY, testCode: 0, lint: '5 passed, 0 failed, 0 skipped', lintCode: 0 };

/** An npm that writes jest's summary for `npm test` and prints a last line for `npm run --silent lint|lab`. */
function npmThatEnds({ summary, testCode = 0, lint = '', lintCode = 0, lab }: Ending): void {
  const write =
    summary === undefined ? '' : `printf '%s' '${JSON.stringify(summary)}' >"\${4#--outputFile=}"`;
  writeFileSync(
    path.join(root, 'package.json'),
    JSON.stringify({ scripts: lab === undefined ? {} : { lab: '-' } }),
  );
  writeFileSync(
    path.join(root, 'bin/npm'),
    `#!/bin/sh
case "$1 $3" in
  'test '*) ${write || ':'}; exit ${testCode} ;;
  'run lint') echo 'ok types'; echo '${lint}'; exit ${lintCode} ;;
  'run lab') echo '${lab ?? ''}' ;;
esac
`,
  );
  chmodSync(path.join(root, 'bin/npm'), 0o755);
}

function ciRun(ending: Ending): Promise<Ended> {
  npmThatEnds(ending);
  const PATH = `${path.join(root, 'bin')}:${path.dirname(process.execPath)}:/usr/bin:/bin`;
  return start('/bin/sh', ['-c', `cd / && exec ${path.join(root, '.ci/run')}`], { PATH }).ended;
}

const lastLine = ({ output }: Ended): string | undefined => output.trimEnd().split('\n').at(-1);

describe('.ci/run', () => {
  test('sums tests and checks, from any folder', async () => {
    const ended = await ciRun(GOOD);
    expect(lastLine(ended)).toBe('9 passed, 0 failed, 1 skipped');
    expect(ended.code).toBe(0);
  });

  test('counts the lab where the project has one', async () => {
    const ended = await ciRun({ ...GOOD, lab: '2 passed, 0 failed, 3 skipped' });
    expect(lastLine(ended)).toBe('11 passed, 0 failed, 4 skipped');
  });

  test.each<[string, Ending, string, string]>([
    [
      'a failed test',
      { ...GOOD, summary: { ...SUMMARY, numFailedTests: 2 }, testCode: 1 },
      '9 passed, 2 failed',
      'npm test: 2 failed',
    ],
    [
      'a suite that did not load',
      { ...GOOD, summary: { ...SUMMARY, numRuntimeErrorTestSuites: 1 }, testCode: 1 },
      '9 passed, 1 failed',
      'npm test: 1 failed',
    ],
    [
      'no test found',
      { ...GOOD, summary: { ...SUMMARY, numTotalTests: 0, numPassedTests: 0 } },
      '5 passed, 1 failed',
      'no test was found',
    ],
    [
      'no test run at all',
      { lint: '5 passed, 0 failed, 0 skipped', testCode: 1 },
      '5 passed, 1 failed',
      'before any test ran',
    ],
    [
      'an exit code without a failed test',
      { ...GOOD, testCode: 9 },
      '9 passed, 1 failed',
      'exit 9 though no test failed',
    ],
    [
      'a failed check',
      { ...GOOD, lint: '3 passed, 2 failed, 0 skipped', lintCode: 1 },
      '7 passed, 2 failed',
      'npm run lint: 2 failed',
    ],
    [
      'checks that did not end',
      { ...GOOD, lint: 'out of memory', lintCode: 134 },
      '4 passed, 1 failed',
      'exit 134 without a count',
    ],
    [
      'a failed lab',
      { ...GOOD, lab: '0 passed, 1 failed, 0 skipped' },
      '9 passed, 1 failed',
      'npm run lab: 1 failed',
    ],
  ])('%s fails the run and is named', async (_case, ending, counts, reason) => {
    const ended = await ciRun(ending);
    expect(ended.code).toBe(1);
    expect(lastLine(ended)).toContain(counts);
    expect(ended.output).toContain(`failed: npm`);
    expect(ended.output).toContain(reason);
  });
});
