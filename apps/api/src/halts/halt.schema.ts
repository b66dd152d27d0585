import { z } from 'zod';
import { instant, line } from '../http/values.schema.ts';

export const haltRequest = z
  .strictObject({ why: line(500).describe('For everybody who wonders why nothing runs.') })
  .meta({ id: 'HaltRequest' });
export type HaltRequest = z.infer<typeof haltRequest>;

export const haltSchema = z
  .object({
    halted: z.boolean(),
    why: z.string().nullable(),
    by: z.string().nullable(),
    since: instant().nullable(),
  })
  .meta({ id: 'Halt' });
