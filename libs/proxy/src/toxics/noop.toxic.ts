// noop: passes everything. Also stands in on connections that a toxicity below 1 spares.
import { END, emit, INTERRUPTED, take } from '../link/pipe.ts';
import type { ToxicDefinition } from './toxic.ts';

export const noop: ToxicDefinition<never> = {
  type: 'noop',
  structName: 'NoopToxic',
  attributes: {},
  *pipe() {
    for (;;) {
      const chunk = yield* take();
      if (chunk === INTERRUPTED) return 'interrupted';
      if (chunk === END) return 'close';
      yield* emit(chunk);
    }
  },
};
