// slow_close: data passes at once; the end of the stream comes `delay` milliseconds late.
import { END, emit, INTERRUPTED, sleepUntil, take } from '../link/pipe.ts';
import type { ToxicDefinition } from './toxic.ts';

export const slowClose: ToxicDefinition<'delay'> = {
  type: 'slow_close',
  structName: 'SlowCloseToxic',
  attributes: { delay: 'int64' },
  *pipe(attributes) {
    for (;;) {
      const chunk = yield* take();
      if (chunk === INTERRUPTED) return 'interrupted';
      if (chunk === END) {
        const slept = yield* sleepUntil(performance.now() + attributes.delay);
        return slept === INTERRUPTED ? 'interrupted' : 'close';
      }
      yield* emit(chunk);
    }
  },
};
