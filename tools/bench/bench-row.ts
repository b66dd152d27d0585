// One line of `npm run bench`: what was measured here, beside a peer measured in the same run where there is one.
export interface BenchRow {
  readonly group: string;
  readonly metric: string;
  readonly ours: string;
  readonly peer?: string;
  /** Ours divided by the peer's. */
  readonly ratio?: number;
  readonly note?: string;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const inMs = (value: number): string => `${value.toFixed(2)} ms`;
