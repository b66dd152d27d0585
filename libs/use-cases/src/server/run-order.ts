// What a server is asked to run, as it is kept with the run until a worker starts it. Documents are named by version, so
// that what was asked for is what is run.
import { z } from 'zod';

const document = z.object({
  name: z.string(),
  /** null: what it is when the run starts. */
  version: z.int().nullable(),
});

export const runOrderSchema = z.object({
  experiment: document,
  environment: document,
  variables: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** Name of the production environment that somebody said may be harmed. */
  confirmed: z.string().optional(),
  /** The plan that was approved, and by which approval: nothing else may be run. */
  approved: z.object({ approval: z.string(), planHash: z.string() }).optional(),
});
export type RunOrder = z.infer<typeof runOrderSchema>;
