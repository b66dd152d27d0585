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
  /** Samples since the last one that did not pass. */
  #passing = 0;

  constructor(keepMs: number) {
    this.#keepMs = keepMs;
  }

  add(sample: Sample): void {
    this.#samples.push(sample);
    this.#passing = sample.passed ? this.#passing + 1 : 0;
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

  /** The samples since `fromMs` that have passed without a break until now; looks at none of them one by one. */
  streak(fromMs: number): { readonly count: number; readonly sinceMs: number | undefined } {
    const start = Math.max(this.#firstAt(fromMs), this.#samples.length - this.#passing);
    return { count: this.#samples.length - start, sinceMs: this.#samples[start]?.atMs };
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
