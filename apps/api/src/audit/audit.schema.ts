import { z } from 'zod';
import { pageOf } from '../http/listing.ts';
import { instant } from '../http/values.schema.ts';

export const outcomes = ['done', 'refused', 'failed'] as const;

const auditEvent = z
  .object({
    number: z.int(),
    at: instant(),
    actor: z.string().describe('`token:<id>`, `oidc:<subject>`, or `nobody`.'),
    actorName: z.string(),
    operation: z.string().describe('operationId of the request.'),
    path: z.string(),
    environment: z.string().nullable(),
    outcome: z
      .enum(outcomes)
      .describe('done; refused: not allowed or asked for wrongly; failed: went wrong.'),
    status: z.int(),
    code: z.string().nullable(),
    requestId: z.string(),
    address: z.string(),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEvent' });

export const auditPage = pageOf(auditEvent, 'AuditPage');
