// What every refusal looks like (RFC 9457), whatever the route.
import { z } from 'zod';

export const problemItemSchema = z
  .object({
    path: z
      .string()
      .describe('Where in the request or document: `spec.faults[0].with.latency`; empty: all of it.'),
    message: z.string(),
    code: z.string().optional().describe('Stable code of a problem of a document: MUS1010.'),
    hint: z.string().optional(),
    file: z.string().optional().describe('Name under which the document was sent.'),
    line: z.int().optional().describe('Counts from 1.'),
    column: z.int().optional().describe('Counts from 1.'),
  })
  .meta({ id: 'ProblemItem' });
export type ProblemItem = z.infer<typeof problemItemSchema>;

export const problemSchema = z
  .object({
    type: z.string().describe('A URI of the code: urn:muster:MUS5002.'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What was wrong, with the numbers.'),
    instance: z.string().describe('Path of the request.'),
    code: z.string().describe('Stable code: see the table of errors.'),
    next: z.string().describe('What to do about it.'),
    requestId: z.string().describe('Finds this request in the log.'),
    problems: z.array(problemItemSchema).optional().describe('Everything that is wrong, not only the first.'),
  })
  .meta({ id: 'Problem' });
export type ProblemBody = z.infer<typeof problemSchema>;
