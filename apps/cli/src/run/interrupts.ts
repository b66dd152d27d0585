// What ends a run from outside: Ctrl-C and its kin, a closed terminal, and our own defects. The first undoes, the second
// stops waiting. Nothing of it ever ends the process while a fault may be in place.
import { messageOf, type RunState } from '#core';

/** A terminal and its process group, or npx, may deliver one Ctrl-C twice; a person is not that fast. */
const sameWishMs = 250;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interruptible {
  state(): RunState;
  abort(why: string): void;
  hurry(): void;
}

export interface InterruptListener {
  interrupted(why: string, state: RunState | undefined): void;
  hurried(state: RunState | undefined): void;
}

export class Interrupts {
  /** Why the run was interrupted. */
  reason: string | undefined;
  /** An error that nobody caught. */
  defect: unknown;
  readonly #listener: InterruptListener;
  #run: Interruptible | undefined;
  #firstMs: number | undefined;
  #isHurried = false;

  constructor(listener: InterruptListener) {
    this.#listener = listener;
    for (const signal of signals) process.on(signal, this.#onSignal);
    process.on('uncaughtException', this.#onDefect);
    process.on('unhandledRejection', this.#onDefect);
  }

  /** From now on signals and errors do what they do by default. */
  stop(): void {
    for (const signal of signals) process.off(signal, this.#onSignal);
    process.off('uncaughtException', this.#onDefect);
    process.off('unhandledRejection', this.#onDefect);
  }

  /** The run that is to be ended; one that was interrupted before it began ends at once. */
  attach(run: Interruptible): void {
    this.#run = run;
    if (this.reason !== undefined) this.#abort(run, this.reason);
  }

  /** Does something that must not harm the run if it fails. */
  guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#onDefect(error);
    }
  }

  interrupt(why: string): void {
    const nowMs = performance.now();
    if (this.#firstMs === undefined) {
      this.#firstMs = nowMs;
      this.reason = why;
      this.#listener.interrupted(why, this.#run?.state());
      if (this.#run) this.#abort(this.#run, why);
    } else if (nowMs - this.#firstMs >= sameWishMs && !this.#isHurried) {
      this.#isHurried = true;
      this.#listener.hurried(this.#run?.state());
      this.#run?.hurry();
    }
  }

  readonly #onSignal = (signal: NodeJS.Signals): void => this.interrupt(words[signal] ?? signal);

  readonly #onDefect = (error: unknown): void => {
    this.defect ??= error;
    this.interrupt(`defect in Muster: ${messageOf(error)}`);
  };

  /** Once the faults are gone there is nothing left to undo: then nobody waits for the recovery either. */
  #abort(run: Interruptible, why: string): void {
    if (run.state().phase === 'recovering') run.hurry();
    else run.abort(why);
  }
}

const words: Readonly<Partial<Record<NodeJS.Signals, string>>> = {
  SIGINT: 'interrupted (Ctrl-C)',
  SIGTERM: 'told to end (SIGTERM)',
  SIGHUP: 'the terminal was closed (SIGHUP)',
};
