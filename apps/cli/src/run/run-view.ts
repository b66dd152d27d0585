// How a run is told: as lines for people, or as JSON for programs. Each way implements this.
import type { Rehearsal } from '#engine';
import type { Gap } from '#report';
import type { Refusal, RunEvent, RunState } from '#core';
import type { Problem } from '#spec';
import type { PlannedRun, RunSummary } from '#use-cases';
import type { InterruptListener } from './interrupts.ts';

export interface Told {
  readonly run: string;
  readonly atMs: number;
  readonly event: RunEvent;
}

export interface Conclusion {
  readonly run: string;
  readonly state: RunState;
  readonly gaps: readonly Gap[];
  /** The report's page, if it was written. */
  readonly page: string | undefined;
}

export interface RunView extends InterruptListener {
  /** The run cannot start; ends with what `ended` says. */
  refused(problems: readonly Problem[], refusals: readonly Refusal[]): void;
  /** Earlier runs that may have left something in place. */
  foundLeft(runs: readonly RunSummary[]): void;
  starting(planned: PlannedRun): void;
  told(told: Told, state: RunState): void;
  concluded(conclusion: Conclusion): void;
  rehearsed(planned: PlannedRun, rehearsal: Rehearsal): void;
  /** Prints the error and returns its exit code. */
  failed(error: unknown): number;
  /** The last word, whatever happened. */
  ended(exitCode: number): void;
}
