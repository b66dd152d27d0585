// Runs of a small experiment that end in every way a run can end, as reports.
import { createHash } from 'node:crypto';
import type { Plan } from '#core';
import { buildReport, type ReportOptions, type RunReport } from '#report';
import { aFault, aGuard, alertProbe, anAlert, aPlan, aProbe } from './plan.spec-support.ts';
import { type Script, simulate } from './run.spec-support.ts';

export const options: ReportOptions = {
  command: 'muster run experiments/slow-payments',
  recoverCommand: 'muster recover r-20261123-100411',
  hash: (text) => createHash('sha256').update(text).digest('hex'),
};

export const reportOf = (plan: Plan, script: Script): Promise<RunReport> =>
  buildReport(simulate(plan, script), options);

/** What a system does: slow while harmed, or not; an alert that fires from a time on, or never. */
export const behaves = (slowMs: number, alertFromMs = Number.POSITIVE_INFINITY): Script => ({
  measure: (probe, ms, harmed) =>
    probe.startsWith('alert')
      ? { body: `{"firing":${ms >= alertFromMs}}` }
      : { status: 200, latency: harmed ? slowMs : 20 },
});

export const watched = (withinMs: number, more: Partial<Plan> = {}): Plan =>
  aPlan({ probes: [aProbe(), alertProbe], alerts: [anAlert(withinMs)], ...more });

export type Scenario = readonly [Plan, Script];

export const scenarios = {
  passed: [watched(3000), behaves(120, 4000)],
  failed: [watched(3000), behaves(640)],
  aborted: [watched(60_000, { guards: [aGuard] }), behaves(640)],
  left: [aPlan({ faults: [aFault({ holdMs: 1000 })] }), { ...behaves(640), undoHelps: false }],
  unverified: [
    aPlan({ faults: [aFault({ holdMs: 1000 })] }),
    { ...behaves(640), undoHelps: false, isUnverified: true },
  ],
  interrupted: [watched(3000), { ...behaves(640), abortAtMs: 3000 }],
  unfinished: [watched(3000), { ...behaves(640), endsAtMs: 3000 }],
  takenOver: [watched(3000), { ...behaves(640), endsAtMs: 3000, isTakenOver: true }],
  notInjected: [aPlan(), { ...behaves(20), failInject: 'the proxy answers 500' }],
  unsteady: [aPlan(), { measure: () => ({ status: 500, latency: 20 }) }],
  blind: [
    aPlan({
      guards: [
        {
          rule: 'no-data',
          name: 'data from checkout answers',
          at: 'default',
          probe: 'checkout answers',
          noDataForMs: 1000,
        },
      ],
    }),
    { measure: (_probe, _ms, harmed) => (harmed ? undefined : { status: 200, latency: 20 }) },
  ],
  ramped: [
    aPlan({ faults: [aFault({ ramp: { overMs: 2000, steps: 5 } })] }),
    { ...behaves(120), skipsTicks: true },
  ],
  notRecovered: [
    aPlan({ recovery: { ...aPlan().recovery, withinMs: 1000 } }),
    { measure: (_probe, ms) => ({ status: 200, latency: ms > 3000 ? 640 : 20 }) },
  ],
} as const satisfies Record<string, Scenario>;

const known = new Map<keyof typeof scenarios, Promise<RunReport>>();

export function reportOn(name: keyof typeof scenarios): Promise<RunReport> {
  const report = known.get(name) ?? reportOf(scenarios[name][0], scenarios[name][1]);
  known.set(name, report);
  return report;
}
