// A run as lines for people: one for each thing that happened and, on a terminal, one that shows how it stands now.
import type { Clock, Refusal, RunState } from '#core';
import type { Rehearsal } from '#engine';
import type { Problem } from '#spec';
import type { PlannedRun, RunSummary } from '#use-cases';
import type { Io } from '../io/io.ts';
import { printError } from '../io/print-error.ts';
import { printProblems, printRefusals } from '../io/print-problems.ts';
import { conclusionLines, interruptLines, leftLines } from './conclusion.ts';
import { rehearsalLines } from './rehearsal-lines.ts';
import { type Line, RunLines } from './run-lines.ts';
import type { Conclusion, RunView, Told } from './run-view.ts';
import { Screen } from './screen.ts';
import { RunStatus } from './status.ts';

const refreshMs = 100;

export class TextView implements RunView {
  readonly #io: Io;
  readonly #clock: Clock;
  readonly #screen: Screen;
  readonly #lines = new RunLines();
  #status: RunStatus | undefined;
  #state: RunState | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(io: Io, clock: Clock) {
    this.#io = io;
    this.#clock = clock;
    this.#screen = new Screen(io);
  }

  refused(problems: readonly Problem[], refusals: readonly Refusal[]): void {
    printProblems(this.#io, problems);
    printRefusals(this.#io, refusals);
    this.#io.out.write(`${this.#io.style('red', 'REFUSED')}  nothing was done\n`);
  }

  foundLeft(runs: readonly RunSummary[]): void {
    this.#print(leftLines(runs));
  }

  starting({ plan }: PlannedRun): void {
    if (!this.#io.isInteractive) return;
    this.#status = new RunStatus(plan);
    this.#timer = setInterval(() => this.#refresh(), refreshMs);
  }

  told(told: Told, state: RunState): void {
    this.#state = state;
    this.#status?.add(told.event, told.atMs);
    this.#print(this.#lines.tell(told, state));
  }

  interrupted(why: string, state: RunState | undefined): void {
    this.#print(interruptLines(why, state));
  }

  hurried(): void {
    this.#print([
      { mark: 'bad', label: 'hurry', text: 'not waiting any more; what cannot be undone at once is left' },
    ]);
  }

  concluded(conclusion: Conclusion): void {
    this.#stop();
    this.#io.out.write(conclusionLines(conclusion, this.#io.style));
  }

  rehearsed({ plan }: PlannedRun, rehearsal: Rehearsal): void {
    this.#print(rehearsalLines(plan, rehearsal));
  }

  failed(error: unknown): number {
    this.#stop();
    return printError(this.#io, error);
  }

  ended(exitCode: number): void {
    this.#stop();
    this.#io.out.write(`exit ${exitCode}\n`);
  }

  #print(lines: readonly Line[]): void {
    for (const line of lines) this.#screen.print(line);
  }

  #refresh(): void {
    if (this.#state === undefined) return;
    const { nowMs, epochMs } = { nowMs: this.#clock.nowMs(), epochMs: this.#clock.epochMs() };
    this.#screen.show(this.#status?.line(this.#state, { nowMs, atMs: epochMs }));
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#screen.show(undefined);
  }
}
