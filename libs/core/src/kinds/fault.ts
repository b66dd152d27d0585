// A fault kind is one declared object. Parameters, documentation, command line and checks are derived from it.
import type { z } from 'zod';
import type { Json, JsonObject } from '../json.ts';
import type { Capabilities, CapabilityName, Target } from '../ports/capabilities.ts';
import type { HelperContext, Helpers } from '../ports/helper-process.ts';

/** What a fault does to its target; two faults of one class on one target conflict. */
export type EffectClass = 'traffic' | 'reachability' | 'lifecycle' | 'connections';

/**
 * yes: undo puts the target back. self-ending: the harm is over once done (a killed process that its supervisor
 * restarts); undo waits for that and verifies. no: cannot be undone.
 */
export type Reversibility = 'yes' | 'self-ending' | 'no';

/**
 * Who ends the harm if Muster is gone. helper: a process of the fault's own, within its time limit. target: the target
 * itself, where it holds a time limit. nobody: it lasts until `muster recover`.
 */
export type IfMusterDies = 'helper' | 'target' | 'nobody';

export interface FaultContext<Params, Need extends CapabilityName> {
  readonly params: Params;
  readonly target: Target;
  readonly on: Capabilities[Need];
  /** How long the fault is to be held, with ramps and a margin: the limit for what ends by itself. */
  readonly timeLimitMs: number;
  /** Unique to this fault in this run; fit for a name on the target. */
  readonly token: string;
  readonly helpers: Helpers;
  /** The deadline of this one call. Undo receives a signal of its own, never the run's. */
  readonly signal: AbortSignal;
}

export interface Prepared<Undo extends Json> {
  /** Plain data with which any process can undo: what was there before, and the names of what is added. */
  readonly undo: Undo;
  /** Who ends the harm if Muster is gone: the target or a helper of the fault by itself, or nobody but Muster. */
  readonly endsByItself: boolean;
}

export type Verification = { readonly gone: true } | { readonly gone: false; readonly found: string };

export interface FaultDefinition<
  Params = unknown,
  Undo extends Json = Json,
  Need extends CapabilityName = CapabilityName,
> {
  readonly kind: string;
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  readonly params: z.ZodType<Params>;
  readonly needs: Need;
  readonly reversible: Reversibility;
  readonly ifMusterDies: IfMusterDies;
  readonly effect: EffectClass;
  /** Plain words with the numbers: "adds 300 ms ± 50 ms to what comes back through proxy payments". */
  explain(params: Params, targetName: string): string;
  /** "remove 1 toxic": how it is undone, in plain words. */
  explainUndo(params: Params, targetName: string): string;
  /** The parameters at a share (0 to 1) of the full harm; kinds without it cannot ramp. */
  readonly atShare?: (params: Params, share: number) => Params;
  /** Changes nothing. Refuses with MUS2014 what cannot be done here. */
  prepare(context: FaultContext<Params, Need>): Promise<Prepared<Undo>>;
  inject(context: FaultContext<Params, Need>, undo: Undo): Promise<void>;
  /** Changes the live harm to `context.params` (ramps). */
  readonly change?: (context: FaultContext<Params, Need>, undo: Undo) => Promise<void>;
  /** Idempotent; right after a half-failed inject, after a crash, and twice. */
  undo(context: FaultContext<Params, Need>, undo: Undo): Promise<void>;
  /** Reads reality back. */
  verifyUndone(context: FaultContext<Params, Need>, undo: Undo): Promise<Verification>;
  /** Runs in a process of its own, started through `helpers.launch`. */
  readonly helper?: (context: HelperContext) => Promise<void>;
  /** Smallest useful `with`, for the catalogue. */
  readonly example: JsonObject;
}

// biome-ignore lint: the registry holds kinds of every parameter type; each checks its own with `params`.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyFault = FaultDefinition<any, any, any>;

export function defineFault<Params, Undo extends Json, Need extends CapabilityName>(
  definition: FaultDefinition<Params, Undo, Need>,
): FaultDefinition<Params, Undo, Need> {
  return definition;
}
