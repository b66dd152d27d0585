// reset_peer: swallows the first data and, `timeout` milliseconds later, resets both ends.
import { INTERRUPTED, sleepFirmly, take } from '../link/pipe.ts';
import type { ToxicDefinition } from './toxic.ts';

export const resetPeer: ToxicDefinition<'timeout'> = {
  type: 'reset_peer',
  structName: 'ResetToxic',
  attributes: { timeout: 'int64' },
  resetsOnClose: true,
  *pipe(attributes) {
    if ((yield* take()) === INTERRUPTED) return 'interrupted';
    yield* sleepFirmly(attributes.timeout);
    return 'close';
  },
};
