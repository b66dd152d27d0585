import { z } from 'zod';
import { problemItemSchema } from '../http/problem.schema.ts';
import { integer, nameSchema } from '../http/values.schema.ts';

const variableValue = z.union([z.string().max(4000), z.number(), z.boolean()]);

/** What is to be planned or run. */
export const orderShape = {
  experiment: nameSchema(),
  version: integer({ min: 1, max: 1_000_000_000 })
    .optional()
    .describe('Of the experiment. Default: as it is now.'),
  environment: nameSchema(),
  variables: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,99}$/), variableValue)
    .default({})
    .describe('Bindings of ${name} that go before all others.'),
  confirm: nameSchema().optional().describe('The name of the environment, where it is production.'),
};

export const planRequest = z.strictObject(orderShape).meta({ id: 'PlanRequest' });
export type PlanRequest = z.infer<typeof planRequest>;

const documentAt = z.object({ name: z.string(), version: z.int() });

const section = z.object({ title: z.string(), lines: z.array(z.string()) }).meta({ id: 'ExplainedSection' });
export const explanation = z.array(section).describe('The plan in plain words, in the order of time.');

const refusal = z
  .object({
    code: z.string(),
    message: z.string(),
    at: z.string().describe('file:line of the rule that refuses.'),
  })
  .meta({ id: 'Refusal' });

export const planAnswer = z
  .object({
    allowed: z.boolean().describe('Nothing refuses it. Whether it needs approval is told by `approvals`.'),
    experiment: documentAt,
    environment: documentAt,
    hash: z.string().nullable().describe('Of everything that would happen; null: there are problems.'),
    summary: z.string().nullable(),
    explanation,
    approvals: z.int().describe('Persons other than who asks that must approve it.'),
    problems: z.array(problemItemSchema).describe('What is wrong with the documents.'),
    refusals: z.array(refusal).describe('What the environment does not allow.'),
    unreachable: z
      .object({ code: z.string(), message: z.string() })
      .nullable()
      .describe('Why targets could not be looked up: then the plan names those of the experiment instead.'),
  })
  .meta({ id: 'PlanAnswer' });
