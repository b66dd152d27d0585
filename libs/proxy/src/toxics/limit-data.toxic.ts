// limit_data: closes the connection once `bytes` have passed. Updating the limit does not forget what passed before.
import { END, emit, INTERRUPTED, take } from '../link/pipe.ts';
import type { ToxicDefinition } from './toxic.ts';

export const limitData: ToxicDefinition<'bytes'> = {
  type: 'limit_data',
  structName: 'LimitDataToxic',
  attributes: { bytes: 'int64' },
  *pipe(attributes, memory) {
    for (;;) {
      const chunk = yield* take();
      if (chunk === INTERRUPTED) return 'interrupted';
      if (chunk === END) return 'close';
      const data = chunk.data.subarray(0, Math.max(0, attributes.bytes - memory.passedBytes));
      if (data.length > 0) {
        memory.passedBytes += data.length;
        yield* emit({ data, atMs: chunk.atMs });
      }
      if (memory.passedBytes >= attributes.bytes) return 'close';
    }
  },
};
