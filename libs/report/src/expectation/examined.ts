// One expectation with how it came out in this run, and with what its gap would need, were it to fail.
import type { Breach, PlannedGap } from '#core';
import { faultsOf } from '#core';
import type { RunLog } from '../model/run.log.ts';
import type { Evidence, Expectation } from '../model/run-report.ts';

export interface Examined extends Omit<Expectation, 'id'> {
  /** The expectation without its place and in one spelling: the same text in every run. */
  readonly normalised: string;
  readonly gap: PlannedGap;
  readonly evidence: readonly Evidence[];
  /** `recover`: what closes the gap is that the run itself is put right. */
  readonly closedBy?: 'rerun' | 'recover';
  /** What the closing command must show. */
  readonly criterion: string;
}

export type Outcome = Pick<Examined, 'outcome' | 'observed' | 'evidence'>;

export const notExamined = (observed: string): Outcome => ({
  outcome: 'not-examined',
  observed,
  evidence: [],
});

/** Why the harm was not what the plan says; undefined: every fault was held for its whole time. */
export function cutShort(log: RunLog): string | undefined {
  const { state } = log;
  if (state.aborted) return `the run was aborted: ${state.aborted.message}`;
  const missing = faultsOf(state).find(([, fault]) => fault.liveMs === undefined);
  if (missing) return `${missing[0].id} was not injected`;
  return state.phase === 'concluded' ? undefined : 'the run did not end';
}

/** The abort, where it was decided by a guard on this probe. */
export function breachOn(log: RunLog, probe: string): Breach | undefined {
  const { aborted, plan } = log.state;
  const guard = plan.guards.find((one) => one.name === aborted?.guard);
  return guard?.probe === probe ? aborted : undefined;
}

export const judgedInFault = (log: RunLog) =>
  log.state.plan.probes.filter((probe) => probe.role === 'steady-state' && probe.during.includes('fault'));
