import { z } from 'zod';
import { pageOf } from '../http/listing.ts';
import { instant, integer, line } from '../http/values.schema.ts';
import { orderShape } from '../plans/plan.schema.ts';

const phases = [
  'queued',
  'planned',
  'preflight',
  'baseline',
  'injecting',
  'holding',
  'undoing',
  'recovering',
  'concluded',
] as const;
export const verdicts = ['pass', 'fail', 'inconclusive', 'error'] as const;
const cleanups = ['clean', 'dirty', 'unverified'] as const;
export const states = ['queued', 'going', 'concluded'] as const;

export const runRequest = z
  .strictObject({
    ...orderShape,
    approval: line(40).optional().describe('Id of the approval, where the environment demands one.'),
  })
  .meta({ id: 'RunRequest' });
export type RunRequest = z.infer<typeof runRequest>;

const orderedDocument = z.object({
  name: z.string(),
  version: z.int().nullable().describe('null: as it is when the run starts.'),
});

export const runSchema = z
  .object({
    id: z.string(),
    number: z.int(),
    experiment: z.string().nullable(),
    environment: z.string().nullable(),
    service: z.string().nullable(),
    schedule: z.string().nullable(),
    planHash: z.string().nullable(),
    phase: z.enum(phases),
    verdict: z.enum(verdicts).nullable(),
    cleanup: z.enum(cleanups).nullable(),
    message: z.string().nullable().describe('Why the verdict is what it is.'),
    waitingFor: z.string().nullable().describe('Why it cannot start yet.'),
    abortWhy: z.string().nullable(),
    requestedBy: z.string().nullable(),
    requestedAt: instant(),
    startedAt: instant().nullable(),
    concludedAt: instant().nullable(),
    lastSeq: z.int().describe('Events in its journal.'),
    order: z
      .object({
        experiment: orderedDocument,
        environment: orderedDocument,
        variables: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
        approved: z.object({ approval: z.string(), planHash: z.string() }).optional(),
      })
      .nullable()
      .describe('What exactly was asked for; null: it began without a request.'),
  })
  .meta({ id: 'Run' });

export const runPage = pageOf(runSchema, 'RunPage');
export const runPath = z.strictObject({
  run: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/, 'expected the id of a run'),
});
export type RunPath = z.infer<typeof runPath>;

export const abortRequest = z
  .strictObject({ why: line(500).describe('It is written to the journal of the run.') })
  .meta({ id: 'AbortRequest' });

export const abortAnswer = z
  .object({
    run: z.string(),
    outcome: z
      .enum(['aborting', 'ended', 'concluded before'])
      .describe(
        'aborting: its worker undoes it; ended: it had not started; concluded before: nothing was left to abort.',
      ),
  })
  .meta({ id: 'AbortAnswer' });

const runEvent = z
  .object({
    seq: z.int().describe('Counts from 1 without holes.'),
    at: instant(),
    fence: z.int().describe('Grows with each owner of the run.'),
    event: z.looseObject({ type: z.string() }).describe('docs/generated/events.md lists them.'),
  })
  .meta({ id: 'RunEvent' });

export const runEventPage = z
  .object({
    items: z.array(runEvent),
    next: z.int().nullable().describe('Give it as `after` to read on; null: these were all so far.'),
  })
  .meta({ id: 'RunEventPage' });

export const eventsQuery = z.strictObject({
  after: integer({ min: 0, max: 2_000_000_000 }).default(0).describe('Only events with a larger seq.'),
  limit: integer({ min: 1, max: 1000 }).default(200),
});

export const reportFormats = ['json', 'html', 'markdown', 'junit'] as const;
export const reportQuery = z.strictObject({ format: z.enum(reportFormats).default('json') });
