// The measurements of one probe, in order of time; windows of it are what judges and guards look at.
import type { FieldValue } from '../kinds/probe.ts';

export interface Sample {
  readonly probe: string;
  /** When the measurement ended. */
  readonly atMs: number;
  readonly tookMs: number;
  /** undefined: it could not be measured. */
  readonly fields: Readonly<Record<string, FieldValue>> | undefined;
  readonly passedEach: boolean;
  readonly passed: boolean;
}

/** Keeps what happened since `keepMs` before the newest sample; deterministic, no clock of its own. */
export class SampleSeries {
  readonly #keepMs: number;
  #samples: Sample[] = [];

  constructor(keepMs: number) {
    this.#keepMs = keepMs;
  }

  add(sample: Sample): void {
    this.#samples.push(sample);
    // Trimming a half at a time keeps adding cheap.
    const oldest = this.#samples[this.#samples.length >> 1];
    if (oldest && oldest.atMs < sample.atMs - this.#keepMs) {
      this.#samples = this.#samples.slice(this.#samples.length >> 1);
    }
  }

  /** Samples with fromMs <= atMs < toMs. */
  between(fromMs: number, toMs: number): readonly Sample[] {
    return this.#samples.slice(this.#firstAt(fromMs), this.#firstAt(toMs));
  }

  last(count: number): readonly Sample[] {
    return this.#samples.slice(-count);
  }

  /** Index of the first sample at or after a time. */
  #firstAt(atMs: number): number {
    let low = 0;
    let high = this.#samples.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#samples[middle]?.atMs ?? 0) < atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
