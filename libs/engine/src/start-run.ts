// A run from its plan to its conclusion.
import type { RunHandle, RunInput } from './run-input.ts';
import { RunLoop } from './run-loop.ts';

export function startRun(input: RunInput): RunHandle {
  const loop = new RunLoop(input);
  loop.dispatch({ type: 'start' });
  return {
    finished: loop.finished,
    state: () => loop.state,
    abort: (why) =>
      loop.dispatch({
        type: 'breach',
        breach: { reason: 'operator', guard: 'operator', message: why, at: 'operator' },
      }),
    hurry: () => loop.hurry(),
  };
}
