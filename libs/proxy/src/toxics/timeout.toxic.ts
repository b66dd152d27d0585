// timeout: drops all data, and closes the connection after `timeout` milliseconds without any; 0 waits for the removal
// of the toxic, which closes the connection too.
import { ELAPSED, END, INTERRUPTED, take, takeWithin } from '../link/pipe.ts';
import type { ToxicDefinition } from './toxic.ts';

export const timeout: ToxicDefinition<'timeout'> = {
  type: 'timeout',
  structName: 'TimeoutToxic',
  attributes: { timeout: 'int64' },
  closesOnRemoval: true,
  *pipe(attributes) {
    for (;;) {
      const dropped = attributes.timeout > 0 ? yield* takeWithin(attributes.timeout) : yield* take();
      if (dropped === INTERRUPTED) return 'interrupted';
      if (dropped === END || dropped === ELAPSED) return 'close';
    }
  },
};
