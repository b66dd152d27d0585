/** Bytes on their way through a link, with the moment (on the `performance.now()` clock) they count as received. */
export interface Chunk {
  readonly data: Buffer;
  /** A toxic that delays a chunk moves this forward, so that delays of chained toxics add up. */
  atMs: number;
}
