// A run whose owner is gone: everything that may be in place is undone from the journal alone, and read back.
import { type JournalRecord, MusterError, type RunJournal, type RunState, replay } from '#core';
import type { EnginePorts } from './run-input.ts';
import { RunLoop } from './run-loop.ts';

export interface RecoverInput extends EnginePorts {
  /** Taken over: with a fence above that of the owner who is gone. */
  readonly journal: RunJournal;
  readonly records: AsyncIterable<JournalRecord>;
  readonly why?: string;
}

/** Undoes what the run left. A run that was concluded clean is returned as it is. Fails with MUS3002. */
export async function recoverRun(input: RecoverInput): Promise<RunState> {
  const state = replay(await Array.fromAsync(input.records));
  if (!state)
    throw new MusterError('MUS3002', `run ${input.journal.run}: the journal does not begin with its plan`);
  if (state.phase === 'concluded' && state.cleanup === 'clean') {
    await input.journal.close();
    return state;
  }
  const loop = new RunLoop({ ...input, plan: state.plan }, state);
  const message = input.why ?? 'the process that ran it is gone';
  loop.dispatch({ type: 'take-over', owner: input.owner, message });
  return loop.finished;
}
