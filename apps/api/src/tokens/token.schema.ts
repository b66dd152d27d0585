import { z } from 'zod';
import { roles } from '../auth/permissions.ts';
import { pageOf } from '../http/listing.ts';
import { instant, instantGiven, line, nameSchema } from '../http/values.schema.ts';

const grant = z
  .strictObject({
    role: z.enum(roles),
    environment: z
      .union([z.literal('*'), nameSchema()])
      .describe('* is every environment, those to come included.'),
  })
  .meta({ id: 'Grant' });

export const tokenRequest = z
  .strictObject({
    name: line(100).describe('What it is for: `ci of team-checkout`.'),
    grants: z.array(grant).min(1).max(50),
    expiresAt: instantGiven().describe('At most 366 days from now.'),
  })
  .meta({ id: 'TokenRequest' });
export type TokenRequest = z.infer<typeof tokenRequest>;

export const tokenSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    grants: z.array(grant),
    createdAt: instant(),
    createdBy: z.string(),
    expiresAt: instant(),
    revokedAt: instant().nullable(),
    lastUsedAt: instant().nullable().describe('To the minute.'),
  })
  .meta({ id: 'Token' });

export const mintedTokenSchema = tokenSchema
  .extend({ token: z.string().describe('Shown this once; only its hash is kept.') })
  .meta({ id: 'MintedToken' });

export const tokenPage = pageOf(tokenSchema, 'TokenPage');
export const tokenPath = z.strictObject({
  token: z.string().regex(/^[0-9a-f]{12}$/, 'expected the id of a token'),
});

export const callerSchema = z
  .object({ actor: z.string(), name: z.string(), grants: z.array(grant) })
  .meta({ id: 'Caller' });
