// What the engine tells the decider: outcomes of effects, wishes of people, and that time has passed.
import type { Failure } from '../errors.ts';
import type { Json } from '../json.ts';
import type { Breach, Judgement, RunPartName } from './events.ts';

export type RunCommand =
  | { readonly type: 'start' }
  | { readonly type: 'preflight-passed' }
  | { readonly type: 'tick' }
  | { readonly type: 'prepared'; readonly fault: string; readonly undo: Json; readonly endsByItself: boolean }
  | ({ readonly type: 'prepare-failed'; readonly fault: string } & Failure)
  | { readonly type: 'injected'; readonly fault: string; readonly tookMs: number }
  | ({ readonly type: 'inject-failed'; readonly fault: string } & Failure)
  | {
      readonly type: 'undo-retried';
      readonly fault: string;
      readonly attempt: number;
      readonly message: string;
    }
  | {
      readonly type: 'undone';
      readonly fault: string;
      readonly undoMs: number;
      readonly verifyMs: number;
      readonly attempts: number;
    }
  | {
      readonly type: 'undo-gave-up';
      readonly fault: string;
      readonly found: string;
      readonly unverified: boolean;
    }
  | { readonly type: 'alert-fired'; readonly alert: string }
  /** Nobody waits any more for the system to be steady again. */
  | { readonly type: 'hurry' }
  | { readonly type: 'breach'; readonly breach: Breach }
  | {
      readonly type: 'take-over';
      readonly owner: { readonly pid: number; readonly host: string };
      readonly message: string;
    };

/** What was measured, asked by the decider when it must judge. */
export interface MeasurementsView {
  judge(probe: string, part: RunPartName, fromMs: number, toMs: number): Judgement;
  /** Since when the probe has passed without a break, with enough measurements to say so; undefined: it does not. */
  steadySinceMs(probe: string, afterMs: number): number | undefined;
}

/** When a command is decided, and what has been measured by then. */
export interface Now {
  readonly nowMs: number;
  readonly measurements: MeasurementsView;
}
