// Counts good and bad events of the last so many milliseconds, exactly, in constant time per event.

export class SlidingCounter {
  readonly #windowMs: number;
  #events: { readonly atMs: number; readonly bad: boolean }[] = [];
  #first = 0;
  bad = 0;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** Counts an event and forgets those that are older than the window at that time. */
  add(atMs: number, bad: boolean): void {
    this.#events.push({ atMs, bad });
    if (bad) this.bad += 1;
    this.#forget(atMs - this.#windowMs);
  }

  get total(): number {
    return this.#events.length - this.#first;
  }

  get ratio(): number {
    return this.total === 0 ? 0 : this.bad / this.total;
  }

  #forget(untilMs: number): void {
    for (
      let event = this.#events[this.#first];
      event && event.atMs <= untilMs;
      event = this.#events[this.#first]
    ) {
      if (event.bad) this.bad -= 1;
      this.#first += 1;
    }
    if (this.#first > 1024 && this.#first * 2 > this.#events.length) {
      this.#events = this.#events.slice(this.#first);
      this.#first = 0;
    }
  }
}
