// A Service of the catalog: who owns it, what it depends on, what it promises, and which runbooks apply.
import { z } from 'zod';
import { expectation } from '../experiment/condition.ts';
import { apiVersion, metadata, slug } from '../names.ts';
import { duration } from '../quantity/duration.ts';
import { percent } from '../quantity/percent.ts';

const dependency = z.strictObject({
  service: slug().describe('Name of the other service.'),
  hard: z.boolean().default(true).describe('true: this service fails with it; false: it has a fallback.'),
});

const slo = z.strictObject({
  name: slug().describe('Unique in this service; abort rules use it.'),
  objective: percent()
    .refine((share) => share > 0 && share < 1, { message: 'expected more than 0% and less than 100%' })
    .describe('Share of the events that must be good.'),
  period: duration({ min: 3_600_000 })
    .default(30 * 86_400_000)
    .describe('Time over which the objective holds.'),
  good: expectation.describe('What makes one measurement of the SLI good.'),
  eventsPerSecond: z
    .number()
    .positive()
    .optional()
    .describe('Valid events per second over the period: the size of the error budget.'),
});
export type SloSpec = z.infer<typeof slo>;

const runbook = z.strictObject({
  name: slug().describe('Unique in this service; gaps and alerts refer to it.'),
  path: z.string().min(1).describe('Markdown file, relative to this document.'),
});

export const serviceSchema = z.strictObject({
  apiVersion: apiVersion(),
  kind: z.literal('Service').describe('A service of the catalog.'),
  metadata: metadata().describe('Name and labels.'),
  spec: z
    .strictObject({
      owner: slug().describe('The team that fixes what is found here: team-checkout.'),
      tier: z
        .enum(['critical', 'important', 'standard'])
        .default('standard')
        .describe('How much depends on it.'),
      dependsOn: z.array(dependency).default([]).describe('Services that it calls.'),
      slos: z.array(slo).default([]).describe('What it promises.'),
      runbooks: z.array(runbook).default([]).describe('What to do when it fails.'),
    })
    .describe('Who owns it, what it depends on and what it promises.'),
});
export type Service = z.infer<typeof serviceSchema>;
