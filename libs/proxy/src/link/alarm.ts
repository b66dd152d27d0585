// Wakes somebody at a moment of the `performance.now()` clock: never before it, and normally within 0.1 ms after.
// setTimeout knows whole milliseconds of a cached clock only, so it is used for the whole milliseconds that are left,
// and the event loop polls through the last one.

const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

export class Alarm {
  #timeout: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;

  /** Replaces what was set before. `Infinity` never rings. */
  set(dueMs: number, ring: () => void): void {
    this.clear();
    if (dueMs === Infinity) return;
    const check = () => {
      const leftMs = dueMs - performance.now();
      if (leftMs <= 0) {
        this.clear();
        ring();
      } else if (leftMs < 1) {
        this.#immediate = setImmediate(check);
      } else {
        this.#timeout = setTimeout(check, Math.min(Math.floor(leftMs), LONGEST_TIMEOUT_MS));
      }
    };
    check();
  }

  clear(): void {
    clearTimeout(this.#timeout);
    clearImmediate(this.#immediate);
    this.#timeout = undefined;
    this.#immediate = undefined;
  }
}
