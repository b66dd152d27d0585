// An Experiment: hypothesis, steady state, faults, abort rules and expectations, in one document.
import { z } from 'zod';
import { apiVersion, metadata, runbookRef, severity, slug, title, variables } from '../names.ts';
import { duration } from '../quantity/duration.ts';
import { percent } from '../quantity/percent.ts';
import { expectation } from './condition.ts';

/** Parameters of a fault, probe or driver: checked against the schema of that kind (see document/kinds). */
const kindParameters = () => z.record(z.string(), z.unknown()).default({});

/** How the gap is told if this does not hold. Everything left out is derived. */
const gap = z.strictObject({
  title: title().optional().describe('What is missing, in the words of who will fix it.'),
  severity: severity().optional().describe('Default: SEV2 for a hypothesis, SEV3 for an expectation.'),
  runbook: runbookRef().optional().describe('Runbook and step that applies: payments-slow#diagnose.'),
  fix: z.string().max(500).optional().describe('What would close it, if known.'),
});
export type GapSpec = z.infer<typeof gap>;

const targetMode = z.union([
  z.enum(['all', 'one']),
  z.strictObject({ count: z.int().min(1).describe('So many.') }),
  z.strictObject({ percent: percent().describe('This share, rounded up.') }),
]);
export type TargetMode = z.infer<typeof targetMode>;

const target = z.strictObject({
  driver: z.string().describe('Which driver finds it: `muster catalogue` lists them.'),
  select: kindParameters().describe('What the driver looks for.'),
  mode: targetMode.default('all').describe('How many of those found are harmed; chosen with the seed.'),
});

export const runParts = ['baseline', 'fault', 'recovery'] as const;
export type RunPart = (typeof runParts)[number];

const judge = z.strictObject({
  expect: expectation.describe(
    'Field of the probe -> condition: `status: 200`, `latency: {p99: {lte: 400ms}}`.',
  ),
  over: duration({ min: 100, max: 3_600_000 })
    .default(5000)
    .describe('Window in which measurements are judged together.'),
  passing: percent().default(1).describe('Share of measurements of the window that must pass by themselves.'),
  atLeast: z.int().min(1).default(3).describe('Fewer measurements than this are inconclusive.'),
});

const steadyStateProbe = z.strictObject({
  name: title().describe('Unique among the probes; abort rules and reports use it.'),
  probe: z.string().describe('What measures: `muster catalogue` lists them.'),
  with: kindParameters().describe('Parameters of the probe.'),
  every: duration({ min: 1, max: 3_600_000 }).default(1000).describe('Time between two measurements.'),
  timeout: duration({ min: 1, max: 600_000 })
    .optional()
    .describe('Default: 2 s. A measurement that takes longer failed.'),
  judge: judge.describe('What makes the measurements good.'),
  during: z
    .array(z.enum(runParts))
    .min(1)
    .default([...runParts])
    .describe('In which parts of the run it must hold.'),
  gap: gap.optional().describe('The gap if it does not hold.'),
});
export type SteadyStateSpec = z.infer<typeof steadyStateProbe>;

const fault = z.strictObject({
  name: title().describe('Unique among the faults.'),
  fault: z.string().describe('What harms: `muster catalogue` lists them.'),
  target: z.string().describe('A name under `targets`.'),
  with: kindParameters().describe('Parameters of the fault.'),
  for: duration({ min: 1, max: 86_400_000 }).describe('How long it is held.'),
  after: title().optional().describe('Starts when the fault of this name is gone. Default: at once.'),
  delay: duration({ max: 3_600_000 }).default(0).describe('Waits this long before it starts.'),
  ramp: z
    .strictObject({
      over: duration({ min: 10 }).describe('Time from the first step to the full value.'),
      steps: z.int().min(2).max(100).default(5).describe('How many steps.'),
    })
    .optional()
    .describe('Grows in steps to the full value, for faults that can.'),
});
export type FaultSpec = z.infer<typeof fault>;

const threshold = z.strictObject({ gte: z.number().positive().describe('Aborts from here on.') });
const window = () =>
  duration({ min: 200, max: 3_600_000 }).describe(
    'The window. A burn rate also looks at a short one: a twelfth of it, at least two ticks.',
  );
const sloName = () => slug().describe('An SLO of the service.');
const probeName = () =>
  title().describe('A probe of the steady state. With an SLO it may be left out where there is only one.');

const burnRateRule = z.strictObject({
  slo: sloName(),
  probe: probeName().optional(),
  burnRate: threshold.describe('How many times faster than allowed the error budget is used up.'),
  over: window(),
});
const budgetRule = z.strictObject({
  slo: sloName(),
  probe: probeName().optional(),
  budget: percent().describe('Share of the error budget of the SLO period that this run may use.'),
});
const failingRule = z.strictObject({
  probe: probeName(),
  failingFor: duration().describe('No measurement passed for this long.'),
});
const noDataRule = z.strictObject({
  probe: probeName(),
  noDataFor: duration({ min: 10 }).describe('Nothing could be measured for this long.'),
});
const errorRatioRule = z.strictObject({
  probe: probeName(),
  failing: z
    .strictObject({ gte: percent().describe('Aborts from here on.') })
    .describe('Share of the measurements in the window that did not pass.'),
  over: window(),
});

export const abortRule = z.strictObject({
  when: z
    .union([burnRateRule, budgetRule, failingRule, noDataRule, errorRatioRule])
    .describe('An SLO that burns, a budget used up, a probe that fails, or one without data.'),
});
export type AbortRuleSpec = z.infer<typeof abortRule>['when'];

const alertExpectation = z.strictObject({
  name: title().describe('Name of the alert.'),
  within: duration().describe('From the moment the first fault is live.'),
  observe: z
    .strictObject({
      probe: z.string().describe('What asks the alerting system: `muster catalogue` lists them.'),
      with: kindParameters().describe('Parameters of the probe.'),
      expect: expectation.describe('Field of the probe -> condition.'),
    })
    .describe('What is true of the alerting system once the alert fires.'),
  every: duration({ min: 10 }).default(250).describe('Time between two looks.'),
  gap: gap.optional().describe('The gap if it does not fire in time.'),
});
export type AlertExpectationSpec = z.infer<typeof alertExpectation>;

const spec = z.strictObject({
  hypothesis: z.string().trim().min(1).max(1000).describe('What you believe, in one sentence with numbers.'),
  service: slug().optional().describe('The service of the catalog whose resilience is examined.'),
  environment: slug().optional().describe('Default: the environment file nearest to the experiment.'),
  variables: variables(),
  seed: z.int().min(0).default(1).describe('Makes the choice of targets repeatable.'),
  targets: z.record(z.string(), target).default({}).describe('What faults act on, by a name of your own.'),
  steadyState: z
    .array(steadyStateProbe)
    .min(1)
    .describe('What is measured, and what it must be: before, during and after the faults.'),
  faults: z.array(fault).default([]).describe('The harm, in order of `after` and `delay`.'),
  abort: z.array(abortRule).default([]).describe('Ends the run early when one of these holds.'),
  expect: z
    .strictObject({
      recoversWithin: duration()
        .optional()
        .describe('The steady state is back so soon after the faults are gone.'),
      alerts: z.array(alertExpectation).default([]).describe('Alerts that must fire.'),
      gap: gap.optional().describe('The gap if it does not recover in time.'),
    })
    .default({ alerts: [] })
    .describe('What should happen outside of the system under test.'),
  timing: z
    .strictObject({
      baseline: duration({ max: 3_600_000 })
        .optional()
        .describe('Default: the longest `over` of the steady state.'),
      undo: duration({ min: 100, max: 3_600_000 })
        .default(30_000)
        .describe('How long undo is tried before it is dirty.'),
    })
    .default({ undo: 30_000 })
    .describe('Limits of parts of the run.'),
});

export const experimentSchema = z.strictObject({
  apiVersion: apiVersion(),
  kind: z.literal('Experiment').describe('An experiment.'),
  metadata: metadata().describe('Name and labels.'),
  spec: spec.describe('What is believed, measured, harmed and expected.'),
});
export type Experiment = z.infer<typeof experimentSchema>;
