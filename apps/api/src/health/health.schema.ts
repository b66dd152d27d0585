import { z } from 'zod';

export const livenessSchema = z.object({ status: z.literal('up') }).meta({ id: 'Liveness' });

export const readinessSchema = z
  .object({
    status: z.literal('ready'),
    version: z.string(),
  })
  .meta({ id: 'Readiness' });
