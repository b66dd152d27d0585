// A run as JSON, one object per line: {run, atMs, event}, and whatever else is to be told under a key of its own.
// The last line is {summary}.
import { errorTable, exitCodes, MusterError, messageOf, type Refusal, type RunState } from '#core';
import type { Rehearsal } from '#engine';
import type { Problem } from '#spec';
import type { PlannedRun, RunSummary } from '#use-cases';
import type { Io } from '../io/io.ts';
import type { Conclusion, RunView, Told } from './run-view.ts';

export class JsonView implements RunView {
  readonly #io: Io;
  #conclusion: Conclusion | undefined;

  constructor(io: Io) {
    this.#io = io;
  }

  refused(problems: readonly Problem[], refusals: readonly Refusal[]): void {
    for (const problem of problems) this.#line({ problem });
    for (const refusal of refusals) this.#line({ refusal });
  }

  foundLeft(runs: readonly RunSummary[]): void {
    for (const { run, inPlace } of runs) this.#line({ leftOver: { run, inPlace } });
  }

  starting(): void {}

  told(told: Told): void {
    this.#line(told);
  }

  interrupted(why: string): void {
    this.#line({ interrupted: { why } });
  }

  hurried(_state: RunState | undefined): void {
    this.#line({ hurried: {} });
  }

  concluded(conclusion: Conclusion): void {
    this.#conclusion = conclusion;
  }

  rehearsed({ run, plan }: PlannedRun, { steady, faults }: Rehearsal): void {
    const measured = steady.map(({ sample, measurement }) => ({ ...measurement, ...sample }));
    const prepared = faults.map(({ fault, failure }) => ({ fault: fault.id, ...failure }));
    this.#line({ rehearsal: { run, experiment: plan.experiment, measured, prepared } });
  }

  failed(error: unknown): number {
    const code = error instanceof MusterError ? error.code : 'MUS9001';
    const next = error instanceof MusterError ? error.next : errorTable.MUS9001.next;
    this.#line({ error: { code, message: messageOf(error), next } });
    return error instanceof MusterError ? errorTable[code].exitCode : exitCodes.dirty;
  }

  ended(exitCode: number): void {
    this.#line({ summary: { exitCode, ...summaryOf(this.#conclusion) } });
  }

  #line(value: object): void {
    this.#io.out.write(`${JSON.stringify(value)}\n`);
  }
}

function summaryOf(conclusion: Conclusion | undefined): object {
  if (conclusion === undefined) return {};
  const { run, state, gaps, page } = conclusion;
  const { plan, verdict, cleanup, phase, aborted } = state;
  const found = { verdict, cleanup, phase, aborted, gaps, report: page };
  return { run, experiment: plan.experiment, ...found };
}
