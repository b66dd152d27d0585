// A run without harm: every probe measures once, and every fault is prepared, which changes nothing.
import { type Failure, failureOf, type Plan, type PlannedFault, type RunJournal } from '#core';
import { FaultOperations } from './fault-operations.ts';
import type { Measured } from './probe-schedule.ts';
import { ProbeWatch } from './probe-watch.ts';
import type { EnginePorts } from './run-input.ts';

export interface Rehearsal {
  /** Of the steady state. */
  readonly steady: readonly Measured[];
  readonly faults: readonly {
    readonly fault: PlannedFault;
    /** Why it could not be injected now. */
    readonly failure?: Failure;
  }[];
}

export async function rehearse(
  ports: EnginePorts & { readonly plan: Plan; readonly journal: RunJournal },
): Promise<Rehearsal> {
  const { plan } = ports;
  const watch = new ProbeWatch(ports, plan, { measured: () => undefined, breach: () => undefined });
  const operations = new FaultOperations(ports, ports.journal);
  const never = new AbortController().signal;
  watch.open();
  try {
    const faults = plan.faults.map(async (fault) =>
      operations.prepare(fault, never).then(
        () => ({ fault }),
        (error: unknown) => ({ fault, failure: failureOf(error) }),
      ),
    );
    return { steady: await watch.measureAll('steady-state'), faults: await Promise.all(faults) };
  } finally {
    await watch.close();
  }
}
