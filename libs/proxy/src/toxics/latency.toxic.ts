// latency: every chunk leaves `latency` +/- `jitter` milliseconds after it came, in order.
import { END, emit, INTERRUPTED, sleepUntil, take } from '../link/pipe.ts';
import type { ToxicDefinition } from './toxic.ts';

export const latency: ToxicDefinition<'latency' | 'jitter'> = {
  type: 'latency',
  structName: 'LatencyToxic',
  attributes: { latency: 'int64', jitter: 'int64' },
  bufferChunks: 1024,
  *pipe(attributes) {
    for (;;) {
      const chunk = yield* take();
      if (chunk === INTERRUPTED) return 'interrupted';
      if (chunk === END) return 'close';
      const dueMs = chunk.atMs + attributes.latency + randomOffset(attributes.jitter);
      const slept = yield* sleepUntil(dueMs);
      if (slept !== INTERRUPTED) chunk.atMs = dueMs;
      yield* emit(chunk);
      if (slept === INTERRUPTED) return 'interrupted';
    }
  },
};

function randomOffset(jitterMs: number): number {
  return jitterMs > 0 ? Math.floor(Math.random() * jitterMs * 2) - jitterMs : 0;
}
