// What is done to targets: prepare, inject, change, undo and read back. Each call has a deadline of its own; undo never
// hears of the run's abort and tries again until its deadline is over.
import {
  type AnyFault,
  type Clock,
  type FaultContext,
  type FaultState,
  type Json,
  MusterError,
  messageOf,
  type PlannedFault,
  type Prepared,
  type RunJournal,
} from '#core';
import type { EnginePorts } from './run-input.ts';

/** One call to a target may take so long. */
const callTimeoutMs = 10_000;
const undoCallTimeoutMs = 5000;
const firstPauseMs = 10;
const longestPauseMs = 500;

export type UndoOutcome =
  | { readonly gone: true; readonly undoMs: number; readonly verifyMs: number; readonly attempts: number }
  /** `unverified`: reality could not be read back, `found` says why. */
  | { readonly gone: false; readonly found: string; readonly unverified: boolean };

export interface UndoRequest {
  readonly fault: PlannedFault;
  readonly undo: Json;
  readonly withinMs: number;
  /** Fires when nobody wants to wait any more. */
  readonly hurry: AbortSignal;
  readonly onRetry: (attempt: number, message: string) => void;
}

export class FaultOperations {
  readonly #ports: EnginePorts;
  readonly #journal: RunJournal;

  constructor(ports: EnginePorts, journal: RunJournal) {
    this.#ports = ports;
    this.#journal = journal;
  }

  async prepare(fault: PlannedFault, abort: AbortSignal): Promise<Prepared<Json>> {
    const [kind, context] = this.#bind(fault, 1, signalFor(callTimeoutMs, abort));
    return (await kind.prepare(context)) as Prepared<Json>;
  }

  async inject(fault: PlannedFault, state: FaultState, abort: AbortSignal): Promise<void> {
    const [kind, context] = this.#bind(fault, state.share, signalFor(callTimeoutMs, abort));
    await kind.inject(context, state.undo);
  }

  async change(fault: PlannedFault, state: FaultState, abort: AbortSignal): Promise<void> {
    const [kind, context] = this.#bind(fault, state.share, signalFor(callTimeoutMs, abort));
    await kind.change?.(context, state.undo);
  }

  /** Undoes and reads back until the target is as it was, or the time is over. */
  async undo(request: UndoRequest): Promise<UndoOutcome> {
    const { clock } = this.#ports;
    const untilMs = clock.nowMs() + request.withinMs;
    let pauseMs = firstPauseMs;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#undoOnce(request, attempt);
      if (outcome.gone) return outcome;
      if (clock.nowMs() + pauseMs >= untilMs || request.hurry.aborted) return outcome;
      request.onRetry(attempt, outcome.found);
      await pause(clock, pauseMs, request.hurry);
      pauseMs = Math.min(longestPauseMs, pauseMs * 2);
    }
  }

  async #undoOnce({ fault, undo }: UndoRequest, attempts: number): Promise<UndoOutcome> {
    const { clock } = this.#ports;
    const startedMs = clock.nowMs();
    try {
      const [kind, context] = this.#bind(fault, 1, AbortSignal.timeout(undoCallTimeoutMs));
      // What the target says to an undo does not count; what is read back does.
      const refusal = await kind.undo(context, undo).then(() => '', messageOf);
      const undoneMs = clock.nowMs();
      const verification = await kind.verifyUndone(context, undo);
      if (!verification.gone) {
        const found = refusal === '' ? verification.found : `${verification.found}; undo: ${refusal}`;
        return { gone: false, found, unverified: false };
      }
      return { gone: true, undoMs: undoneMs - startedMs, verifyMs: clock.nowMs() - undoneMs, attempts };
    } catch (error) {
      return { gone: false, found: messageOf(error), unverified: true };
    }
  }

  #bind(
    fault: PlannedFault,
    share: number,
    signal: AbortSignal,
  ): readonly [AnyFault, FaultContext<unknown, 'proxy'>] {
    if (this.#journal.isLost())
      throw new MusterError('MUS3005', `run ${this.#journal.run} belongs to another process now`);
    const kind = this.#ports.catalogue.faults.get(fault.kind);
    const driver = this.#ports.drivers.get(fault.target.driver);
    if (!kind) throw new MusterError('MUS9001', `this version of Muster knows no fault ${fault.kind}`);
    if (!driver) throw new MusterError('MUS2010', `driver ${fault.target.driver} is not open`);
    const params: unknown = share < 1 && kind.atShare ? kind.atShare(fault.params, share) : fault.params;
    const context = {
      params,
      target: fault.target,
      on: driver.handle(kind.needs as 'proxy', fault.target),
      timeLimitMs: timeLimitMs(fault),
      token: fault.token,
      helpers: this.#ports.helpers,
      signal,
    };
    return [kind, context];
  }
}

/** What ends by itself does so this long after injection: well after the planned undo, soon if nobody is left to undo. */
export function timeLimitMs(fault: PlannedFault): number {
  return fault.holdMs + Math.max(2000, fault.holdMs / 10);
}

function signalFor(timeoutMs: number, abort: AbortSignal): AbortSignal {
  return AbortSignal.any([AbortSignal.timeout(timeoutMs), abort]);
}

function pause(clock: Clock, forMs: number, hurry: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      cancel();
      hurry.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.at(clock.nowMs() + forMs, done);
    hurry.addEventListener('abort', done);
  });
}
