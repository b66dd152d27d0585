// The table of exit codes: what a run found, whatever else happened.
import { describe, expect, test } from '@jest/globals';
import type { AbortReason, Breach, Cleanup, RunState, Verdict } from '#core';
import { exitCodeOf, exitCodeOfRehearsal } from './exit-code.ts';

const aborted = (reason: AbortReason, code?: Breach['code']): Breach => ({
  reason,
  guard: 'g',
  message: '',
  at: 'default',
  ...(code === undefined ? {} : { code }),
});

const state = (
  verdict: Verdict,
  cleanup: Cleanup,
  breach?: Breach,
): Pick<RunState, 'verdict' | 'cleanup' | 'aborted'> => ({
  verdict,
  cleanup,
  aborted: breach,
});

describe('exit code of a run', () => {
  test.each([
    [0, state('pass', 'clean'), 0],
    [1, state('pass', 'clean'), 2],
    [1, state('fail', 'clean'), 1],
    [1, state('inconclusive', 'clean'), 0],
    [1, state('error', 'clean'), 0],
    [3, state('fail', 'clean', aborted('slo-burn')), 1],
    [3, state('fail', 'clean', aborted('budget')), 1],
    [3, state('fail', 'clean', aborted('probe-failing')), 1],
    [3, state('inconclusive', 'clean', aborted('no-data')), 0],
    [3, state('inconclusive', 'clean', aborted('stalled')), 0],
    [3, state('inconclusive', 'clean', aborted('clock-jumped')), 0],
    [3, state('error', 'clean', aborted('deadline')), 0],
    [3, state('inconclusive', 'clean', aborted('baseline')), 0],
    [130, state('inconclusive', 'clean', aborted('operator')), 0],
    [5, state('error', 'clean', aborted('inject-failed', 'MUS2010')), 0],
    [2, state('error', 'clean', aborted('inject-failed', 'MUS2014')), 0],
    [2, state('error', 'clean', aborted('preflight', 'MUS2013')), 0],
    [5, state('error', 'clean', aborted('preflight')), 0],
    [4, state('error', 'clean', aborted('owner-lost')), 0],
    [4, state('pass', 'dirty'), 0],
    [4, state('fail', 'unverified', aborted('slo-burn')), 1],
    [4, state('inconclusive', 'dirty', aborted('operator')), 0],
  ])('%d: %j with %d gaps', (code, told, gaps) => {
    expect(exitCodeOf({ state: told, gaps })).toBe(code);
  });
});

describe('exit code of a dry run', () => {
  type Rehearsed = Parameters<typeof exitCodeOfRehearsal>[0];
  const measured = (passed: boolean) => ({ sample: { passed } }) as Rehearsed['steady'][number];
  const fault = (failure?: { message: string; code?: 'MUS2014' }) =>
    ({ failure }) as Rehearsed['faults'][number];

  test.each([
    [0, [measured(true)], [fault()]],
    [1, [measured(true), measured(false)], [fault()]],
    [2, [measured(false)], [fault({ message: '', code: 'MUS2014' })]],
    [5, [measured(true)], [fault(), fault({ message: '' })]],
  ] as const)('%d', (code, steady, faults) => {
    expect(exitCodeOfRehearsal({ steady, faults })).toBe(code);
  });
});
