// What the contract of faults needs: a real target, and a look at it that does not go through the fault.
import type { AnyDriver, AnyFault, Json, JsonObject, Target } from '#core';

/** A way to one target: what an environment and an experiment would say. */
export interface TargetChoice {
  readonly config: JsonObject;
  readonly select: JsonObject;
  /** Instead of what `select` finds: as if from a journal. */
  readonly target?: Target;
}

export interface FaultLab {
  readonly driver: AnyDriver;
  readonly living: TargetChoice;
  /** One that is not there: refused, not running, unknown. */
  readonly dead: TargetChoice;
  /** By the names that `{secret: NAME}` gives; no message, undo data or explanation may contain a value. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly stateDir: string;
  /** The state of the target as its own interface tells it; equal before and after. */
  snapshot(): Promise<Json>;
  /** What a client of the target feels now: true where it is as bad as the fault promises. */
  isHarmed(): Promise<boolean>;
  /** Whether it was harmed since `restore`; for harm that is over once it is done. */
  wasHarmed?(): Promise<boolean>;
  /** Puts the target to where every case starts. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

export interface FaultContract {
  readonly fault: AnyFault;
  /** `import.meta.url` of the specification, beside README.md and example.yaml. */
  readonly url: string;
  /** `with` as a user writes it, strong enough for a client to feel. */
  readonly params: JsonObject;
  /** What of `params` the explanation must tell. */
  readonly tells: readonly string[];
  /** `with` that must be refused, and the parameter that is wrong ('' for the whole). */
  readonly refused: readonly (readonly [params: JsonObject, at: string])[];
  readonly open: () => Promise<FaultLab>;
  /** The harm is over once it is done: a restart. */
  readonly isMomentary?: boolean;
}
