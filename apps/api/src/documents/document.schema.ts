import { z } from 'zod';
import { pageOf } from '../http/listing.ts';
import { problemItemSchema } from '../http/problem.schema.ts';
import { instant, integer, line, nameSchema } from '../http/values.schema.ts';

const kinds = ['Experiment', 'Environment', 'Service'] as const;

export const storedDocument = z
  .object({
    kind: z.enum(kinds),
    name: z.string(),
    version: z.int().describe('Counts from 1; it is also the ETag.'),
    hash: z.string().describe('SHA-256 of the source, in hex.'),
    title: z.string().nullable(),
    service: z.string().nullable().describe('The service that an experiment examines.'),
    environment: z.string().nullable().describe('The environment that an experiment is written for.'),
    labels: z.record(z.string(), z.string()),
    savedAt: instant(),
    savedBy: z.string(),
  })
  .meta({ id: 'StoredDocument' });

const documentVersion = z
  .object({
    kind: z.enum(kinds),
    name: z.string(),
    version: z.int(),
    hash: z.string(),
    savedAt: instant(),
    savedBy: z.string(),
  })
  .meta({ id: 'DocumentVersion' });

export const documentSource = documentVersion
  .extend({ source: z.string().describe('As it was written.') })
  .meta({ id: 'DocumentSource' });

export const documentPage = pageOf(storedDocument, 'DocumentPage');
export const versionPage = pageOf(documentVersion, 'DocumentVersionPage');

export const documentPath = z.strictObject({ name: nameSchema() });
export const versionPath = z.strictObject({
  name: nameSchema(),
  version: integer({ min: 1, max: 1_000_000_000 }),
});

/** `name=value`, as a filter. */
export const label = z
  .string()
  .regex(/^[^=\x00-\x1f]{1,100}=[^\x00-\x1f]{0,200}$/, 'expected name=value')
  .transform((text) => ({
    name: text.slice(0, text.indexOf('=')),
    value: text.slice(text.indexOf('=') + 1),
  }));

export const fileQuery = z.strictObject({
  file: line(500).optional().describe('Name of the file, as problems shall give it.'),
});

export const validationAnswer = z
  .object({
    valid: z.boolean(),
    problems: z.array(problemItemSchema).describe('Everything that is wrong, in the order of the text.'),
  })
  .meta({ id: 'Validation' });

export const applyQuery = fileQuery.extend({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .describe('true: tells what would change, and changes nothing.'),
});

export const applied = z
  .object({
    dryRun: z.boolean(),
    items: z.array(
      z.object({
        kind: z.enum(kinds),
        name: z.string(),
        change: z.enum(['created', 'changed', 'unchanged']),
        version: z.int(),
        hash: z.string(),
      }),
    ),
  })
  .meta({ id: 'Applied' });
