// An Environment: where experiments run and what they may harm there. What is not allowed is refused.
import { z } from 'zod';
import { apiVersion, metadata, variables } from '../names.ts';
import { duration } from '../quantity/duration.ts';
import { percent } from '../quantity/percent.ts';

const allowedTargets = z.strictObject({
  driver: z.string().describe('Targets of this driver.'),
  names: z.array(z.string().min(1)).min(1).describe('Target names; * stands for any characters.'),
});

const allow = z.strictObject({
  targets: z.array(allowedTargets).default([]).describe('What may be harmed. Nothing else is.'),
  faults: z.array(z.string().min(1)).default(['*']).describe('Which faults; * stands for any characters.'),
  hosts: z
    .array(z.string().min(1))
    .default(['127.0.0.1', 'localhost', '::1'])
    .describe('Hosts that probes and faults may connect to.'),
  commands: z.array(z.string().min(1)).default([]).describe('Programs that command probes may run.'),
  maxTargets: z.int().min(1).default(1).describe('Most targets one run may harm.'),
  maxShare: percent().default(1).describe('Largest share of the targets found that one fault may harm.'),
  maxDuration: duration({ min: 1 }).default(300_000).describe('Longest time that a fault may be held.'),
});

const policy = z.strictObject({
  runs: z
    .enum(['dry', 'real'])
    .default('dry')
    .describe('dry: plans are made and shown, and no run is started until somebody writes real here.'),
  approvals: z
    .int()
    .min(0)
    .max(10)
    .optional()
    .describe('Persons other than who asks that must approve a plan. Default: 1 in production, else 0.'),
  approvalValidFor: duration({ min: 60_000 })
    .default(86_400_000)
    .describe('How long an approval may be used.'),
  maxRunsAtOnce: z.int().min(1).max(1000).default(5).describe('Runs that go on at once; the others wait.'),
  maxRunsPerDay: z.int().min(1).optional().describe('Runs that may be asked for within 24 h.'),
});

export const environmentSchema = z.strictObject({
  apiVersion: apiVersion(),
  kind: z.literal('Environment').describe('An environment.'),
  metadata: metadata().describe('Name and labels.'),
  spec: z
    .strictObject({
      production: z
        .boolean()
        .default(false)
        .describe('Runs here must be confirmed by the name of the environment.'),
      variables: variables(),
      drivers: z
        .record(z.string(), z.record(z.string(), z.unknown()))
        .default({})
        .describe('Settings of each driver: `muster catalogue` lists them.'),
      allow: allow.describe('What may be harmed, and how far. Everything else is refused.'),
      policy: policy.prefault({}).describe('What a server demands before it starts a run.'),
    })
    .describe('How targets are reached, and what may be done to them.'),
});
export type Environment = z.infer<typeof environmentSchema>;
