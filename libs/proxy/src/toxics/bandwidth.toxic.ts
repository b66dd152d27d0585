// bandwidth: at most `rate` kilobytes (of 1000 bytes) per second; 0 holds everything back.
import { END, emit, INTERRUPTED, sleepUntil, take } from '../link/pipe.ts';
import type { ToxicDefinition } from './toxic.ts';

/** A slow line hands on what it carried every 100 ms instead of waiting for a whole chunk. */
const LONGEST_PIECE_MS = 100;

export const bandwidth: ToxicDefinition<'rate'> = {
  type: 'bandwidth',
  structName: 'BandwidthToxic',
  attributes: { rate: 'int64' },
  *pipe(attributes) {
    const bytesPerMs = attributes.rate;
    // The line is busy until here. Kept as an absolute moment, so that a late timer delays one piece and not all after.
    let busyUntilMs = 0;
    for (;;) {
      const chunk = yield* take();
      if (chunk === INTERRUPTED) return 'interrupted';
      if (chunk === END) return 'close';
      busyUntilMs = Math.max(busyUntilMs, chunk.atMs);
      let rest = chunk.data;
      while (rest.length > 0) {
        const piece = bytesPerMs > 0 ? rest.subarray(0, bytesPerMs * LONGEST_PIECE_MS) : rest;
        busyUntilMs = bytesPerMs > 0 ? busyUntilMs + piece.length / bytesPerMs : Infinity;
        if ((yield* sleepUntil(busyUntilMs)) === INTERRUPTED) {
          yield* emit({ data: rest, atMs: chunk.atMs });
          return 'interrupted';
        }
        yield* emit({ data: piece, atMs: chunk.atMs });
        rest = rest.subarray(piece.length);
      }
    }
  },
};
