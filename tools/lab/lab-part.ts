// A part of the lab: one real system that is brought up, the suites that run against it, and how it is taken down.

export type Bringing =
  | { readonly env: Readonly<Record<string, string>>; down(): Promise<void> }
  /** Why it cannot be had on this machine. */
  | { readonly unavailable: string };

export interface LabPart {
  readonly name: string;
  /** What is real in it, in a few words. */
  readonly summary: string;
  /** Paths that jest takes: files, or beginnings of them. */
  readonly suites: readonly string[];
  /** Says what it does through `say`; builds into a cache outside the checkout. */
  up(say: (line: string) => void): Promise<Bringing>;
}
