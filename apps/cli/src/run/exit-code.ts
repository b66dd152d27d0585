// What a finished run means for the shell.
import { errorTable, exitCodes, type RunState } from '#core';
import type { Rehearsal } from '#engine';

export interface Outcome {
  readonly state: Pick<RunState, 'verdict' | 'cleanup' | 'aborted'>;
  /** Gaps of the report. */
  readonly gaps: number;
}

/** What may still be in place goes before everything else; then why the run ended early; then what it found. */
export function exitCodeOf({ state, gaps }: Outcome): number {
  if (state.cleanup !== 'clean') return exitCodes.dirty;
  if (state.aborted) return exitCodeOfAbort(state.aborted);
  return state.verdict === 'pass' && gaps === 0 ? exitCodes.pass : exitCodes.failed;
}

type Abort = NonNullable<RunState['aborted']>;

function exitCodeOfAbort({ reason, code }: Abort): number {
  switch (reason) {
    case 'operator':
      return exitCodes.interrupted;
    case 'inject-failed':
    case 'preflight':
      return code === undefined ? exitCodes.unreachable : errorTable[code].exitCode;
    case 'owner-lost':
      return errorTable[code ?? 'MUS3005'].exitCode;
    default:
      return exitCodes.aborted;
  }
}

/** A fault that could not be injected counts before a probe that does not pass. */
export function exitCodeOfRehearsal({ faults, steady }: Pick<Rehearsal, 'faults' | 'steady'>): number {
  const failure = faults.find((one) => one.failure !== undefined)?.failure;
  if (failure) return failure.code === undefined ? exitCodes.unreachable : errorTable[failure.code].exitCode;
  return steady.every(({ sample }) => sample.passed) ? exitCodes.pass : exitCodes.failed;
}
