import { z } from 'zod';
import { pageOf } from '../http/listing.ts';
import { instant, line, prose } from '../http/values.schema.ts';
import { explanation, orderShape } from '../plans/plan.schema.ts';

export const approvalRequest = z
  .strictObject({ ...orderShape, note: prose(2000).default('').describe('Why, for those who approve.') })
  .meta({ id: 'ApprovalRequest' });
export type ApprovalRequest = z.infer<typeof approvalRequest>;

export const voteRequest = z
  .strictObject({
    decision: z.enum(['approve', 'refuse']),
    comment: prose(2000).default(''),
  })
  .meta({ id: 'VoteRequest' });
export type VoteRequest = z.infer<typeof voteRequest>;

const vote = z
  .object({
    by: z.string(),
    byName: z.string(),
    isAgreed: z.boolean(),
    comment: z.string(),
    at: instant(),
  })
  .meta({ id: 'Vote' });

export const approvalSchema = z
  .object({
    id: z.string(),
    number: z.int(),
    state: z
      .enum(['open', 'approved', 'refused', 'used', 'expired'])
      .describe('Only an approved one can be used, once, for the plan of its hash.'),
    environment: z.string(),
    experiment: z.string(),
    experimentVersion: z.int(),
    planHash: z.string(),
    explanation,
    note: z.string(),
    needed: z.int().describe('Persons other than who asked.'),
    votes: z.array(vote),
    requestedBy: z.string(),
    requestedByName: z.string(),
    requestedAt: instant(),
    expiresAt: instant(),
    run: z.string().nullable().describe('The run that used it.'),
  })
  .meta({ id: 'Approval' });

export const approvalPage = pageOf(approvalSchema, 'ApprovalPage');
export const approvalPath = z.strictObject({ approval: line(40) });
