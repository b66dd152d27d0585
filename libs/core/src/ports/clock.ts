/** Time as the engine sees it. */
export interface Clock {
  /** Monotonic, in milliseconds with fractions, from an arbitrary start. */
  nowMs(): number;
  /** Milliseconds since 1970, for time stamps: does not go back, and does not follow steps of the wall clock. */
  epochMs(): number;
  /** The wall clock as it is now, with its steps: for noticing them. */
  wallMs(): number;
  /** Calls back once at or after `nowMs() >= atMs`; returns how to cancel it. */
  at(atMs: number, callback: () => void): () => void;
}
