// What a group of `npm run bench` is, and the rows that it gives.
import type { Workbench } from './workbench.ts';

/** One line of the table: what was measured here, beside a peer measured in the same run where there is one. */
export interface BenchRow {
  readonly metric: string;
  readonly unit: string;
  readonly ours: number;
  readonly peer?: number | undefined;
  /** Which way is better. */
  readonly better: 'less' | 'more';
  /** What the figure, or ours divided by the peer's, is held against. */
  readonly goal?: { readonly of: 'ours' | 'ratio'; readonly limit: number };
  readonly note?: string;
}

export interface BenchGroup {
  readonly name: string;
  readonly summary: string;
  /** It is ended after so long, whatever it does. */
  readonly limitMs: number;
  run(workbench: Workbench): Promise<readonly BenchRow[]>;
}

export interface GroupResult {
  readonly name: string;
  readonly rows: readonly BenchRow[];
  /** Why there are no rows, or not all of them: what is missing on this machine. */
  readonly skipped: readonly string[];
  /** It ended in this error. */
  readonly failed?: string;
}
