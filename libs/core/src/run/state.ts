// The state of a run: a cache of its journal, made by `evolve` from the events alone.
import type { Json } from '../json.ts';
import type { Plan, PlannedFault } from '../plan/plan.ts';
import type { Breach, Cleanup, Judgement, Phase, RunPartName, Verdict } from './events.ts';

/**
 * waiting: its time has not come. due: to be prepared. armed: its undo is written down; it may be in place from now on.
 * live: in place. undoing: being removed. undone: read back and gone. left: undo ran out of time. skipped: never armed.
 */
export type FaultStatus = 'waiting' | 'due' | 'armed' | 'live' | 'undoing' | 'undone' | 'left' | 'skipped';

export interface FaultState {
  readonly status: FaultStatus;
  readonly undo?: Json;
  /** Counts the armed faults: undo goes in reverse. */
  readonly order?: number;
  readonly armedMs?: number;
  readonly liveMs?: number;
  readonly undoStartedMs?: number;
  readonly endedMs?: number;
  readonly share: number;
  readonly found?: string;
  /** Left without having been read back. */
  readonly unverified?: boolean;
  readonly failure?: string;
}

export type AlertState = 'fired' | 'missed' | 'infeasible';

export interface RunState {
  readonly plan: Plan;
  readonly phase: Phase;
  readonly phaseSinceMs: number;
  readonly faults: Readonly<Record<string, FaultState>>;
  readonly judgements: readonly {
    readonly probe: string;
    readonly part: RunPartName;
    readonly judgement: Judgement;
  }[];
  readonly alerts: Readonly<Record<string, AlertState>>;
  readonly aborted: Breach | undefined;
  readonly firstLiveMs: number | undefined;
  /** When the last fault ended (undone or left). */
  readonly goneMs: number | undefined;
  readonly recovered: boolean | undefined;
  readonly takenOver: boolean;
  readonly verdict: Verdict | undefined;
  readonly cleanup: Cleanup | undefined;
}

export const faultOf = (state: RunState, id: string): FaultState =>
  state.faults[id] ?? { status: 'waiting', share: 0 };

/** Faults of the plan with their state. */
export function faultsOf(state: RunState): readonly (readonly [PlannedFault, FaultState])[] {
  return state.plan.faults.map((planned) => [planned, faultOf(state, planned.id)] as const);
}

const inPlace: ReadonlySet<FaultStatus> = new Set(['armed', 'live', 'undoing']);
const ended: ReadonlySet<FaultStatus> = new Set(['undone', 'left', 'skipped']);

/** It may be in place on the target right now. */
export const mayBeInPlace = (fault: FaultState): boolean => inPlace.has(fault.status);
export const hasEnded = (fault: FaultState): boolean => ended.has(fault.status);
