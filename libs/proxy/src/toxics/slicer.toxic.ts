// slicer: cuts data into pieces of `average_size` +/- `size_variation` bytes, `delay` microseconds apart.
import type { Chunk } from '../link/chunk.ts';
import { END, emit, INTERRUPTED, sleepUntil, take } from '../link/pipe.ts';
import type { ToxicDefinition } from './toxic.ts';

export const slicer: ToxicDefinition<'average_size' | 'size_variation' | 'delay'> = {
  type: 'slicer',
  structName: 'SlicerToxic',
  attributes: { average_size: 'int', size_variation: 'int', delay: 'int' },
  *pipe(attributes) {
    let dueMs = 0;
    for (;;) {
      const chunk = yield* take();
      if (chunk === INTERRUPTED) return 'interrupted';
      if (chunk === END) return 'close';
      let from = 0;
      for (const to of cuts(0, chunk.data.length, attributes)) {
        yield* emit(part(chunk, from, to));
        from = to;
        dueMs = Math.max(dueMs, performance.now()) + attributes.delay / 1000;
        if ((yield* sleepUntil(dueMs)) === INTERRUPTED) {
          if (from < chunk.data.length) yield* emit(part(chunk, from, chunk.data.length));
          return 'interrupted';
        }
      }
    }
  },
};

function part(chunk: Chunk, from: number, to: number): Chunk {
  return { data: chunk.data.subarray(from, to), atMs: chunk.atMs };
}

/** Where the slices of [from, to) end. Halving again and again spreads the sizes evenly, with no odd piece at an end. */
function cuts(from: number, to: number, sizes: { average_size: number; size_variation: number }): number[] {
  const length = to - from;
  if (length <= 1 || length - sizes.average_size <= sizes.size_variation) return [to];
  const variation = Math.max(0, sizes.size_variation);
  const wanted = from + Math.floor(length / 2) + Math.floor(Math.random() * variation * 2) - variation;
  const middle = Math.min(Math.max(wanted, from + 1), to - 1);
  return [...cuts(from, middle, sizes), ...cuts(middle, to, sizes)];
}
