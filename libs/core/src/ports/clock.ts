/** Time as the engine sees it. `nowMs` never goes back; `epochMs` is the wall clock, for people. */
export interface Clock {
  /** Monotonic, in milliseconds with fractions, from an arbitrary start. */
  nowMs(): number;
  /** Milliseconds since 1970, for time stamps. */
  epochMs(): number;
  /** Calls back once at or after `nowMs() >= atMs`; returns how to cancel it. */
  at(atMs: number, callback: () => void): () => void;
}
