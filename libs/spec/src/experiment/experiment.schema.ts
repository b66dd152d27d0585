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
  z.strictObject({ count: z.int().min(1) }),
  z.strictObject({ percent: percent() }),
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
  expect: expectation,
  over: duration({ min: 100, max: 3_600_000 })
    .default(5000)
    .describe('Window in which measurements are judged together.'),
  passing: percent().default(1).describe('Share of measurements of the window that must pass by themselves.'),
  atLeast: z.int().min(1).default(3).describe('Fewer measurements than this are inconclusive.'),
});

const steadyStateProbe = z.strictObject({
  name: title(),
  probe: z.string(),
  with: kindParameters(),
  every: duration({ min: 1, max: 3_600_000 }).default(1000),
  timeout: duration({ min: 1, max: 600_000 })
    .optional()
    .describe('Default: 2 s. A measurement that takes longer failed.'),
  judge,
  during: z
    .array(z.enum(runParts))
    .min(1)
    .default([...runParts])
    .describe('In which parts of the run it must hold.'),
  gap: gap.optional(),
});
export type SteadyStateSpec = z.infer<typeof steadyStateProbe>;

const fault = z.strictObject({
  name: title(),
  fault: z.string(),
  target: z.string().describe('A name under `targets`.'),
  with: kindParameters(),
  for: duration({ min: 1, max: 86_400_000 }).describe('How long it is held.'),
  after: title().optional().describe('Starts when the fault of this name is gone. Default: at once.'),
  delay: duration({ max: 3_600_000 }).default(0).describe('Waits this long before it starts.'),
  ramp: z
    .strictObject({ over: duration({ min: 10 }), steps: z.int().min(2).max(100).default(5) })
    .optional()
    .describe('Grows in steps to the full value.'),
});
export type FaultSpec = z.infer<typeof fault>;

const threshold = z.strictObject({ gte: z.number().positive() });

const burnRateRule = z.strictObject({
  slo: slug(),
  probe: title()
    .optional()
    .describe('The steady-state probe that counts good and bad; needed when there are several.'),
  burnRate: threshold,
  over: duration({ min: 200, max: 3_600_000 }).describe(
    'Long window; the short one is a twelfth of it, at least two ticks.',
  ),
});
const budgetRule = z.strictObject({
  slo: slug(),
  probe: title().optional(),
  budget: percent().describe('Share of the error budget of the SLO period that this run may use.'),
});
const failingRule = z.strictObject({ probe: title(), failingFor: duration() });
const noDataRule = z.strictObject({ probe: title(), noDataFor: duration({ min: 10 }) });
const errorRatioRule = z.strictObject({
  probe: title(),
  failing: z.strictObject({ gte: percent() }),
  over: duration({ min: 200, max: 3_600_000 }),
});

export const abortRule = z.strictObject({
  when: z.union([burnRateRule, budgetRule, failingRule, noDataRule, errorRatioRule]),
});
export type AbortRuleSpec = z.infer<typeof abortRule>['when'];

const alertExpectation = z.strictObject({
  name: title(),
  within: duration().describe('From the moment the first fault is live.'),
  observe: z
    .strictObject({ probe: z.string(), with: kindParameters(), expect: expectation })
    .describe('What is true of the alerting system once the alert fires.'),
  every: duration({ min: 10 }).default(250),
  gap: gap.optional(),
});
export type AlertExpectationSpec = z.infer<typeof alertExpectation>;

const spec = z.strictObject({
  hypothesis: z.string().trim().min(1).max(1000),
  service: slug().optional().describe('The service of the catalog whose resilience is examined.'),
  environment: slug().optional().describe('Default: the environment file nearest to the experiment.'),
  variables: variables(),
  seed: z.int().min(0).default(1).describe('Makes the choice of targets repeatable.'),
  targets: z.record(z.string(), target).default({}),
  steadyState: z.array(steadyStateProbe).min(1),
  faults: z.array(fault).default([]),
  abort: z.array(abortRule).default([]),
  expect: z
    .strictObject({
      recoversWithin: duration().optional(),
      alerts: z.array(alertExpectation).default([]),
      gap: gap.optional().describe('The gap if it does not recover in time.'),
    })
    .default({ alerts: [] }),
  timing: z
    .strictObject({
      baseline: duration({ max: 3_600_000 })
        .optional()
        .describe('Default: the longest `over` of the steady state.'),
      undo: duration({ min: 100, max: 3_600_000 })
        .default(30_000)
        .describe('How long undo is tried before it is dirty.'),
    })
    .default({ undo: 30_000 }),
});

export const experimentSchema = z.strictObject({
  apiVersion: apiVersion(),
  kind: z.literal('Experiment'),
  metadata: metadata(),
  spec,
});
export type Experiment = z.infer<typeof experimentSchema>;
