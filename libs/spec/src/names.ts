// Names and references that more than one kind of document uses.
import { z } from 'zod';

/** Lower-case words joined by hyphens, as in file names and URLs. */
export const slug = () =>
  z
    .string()
    .max(100)
    .regex(/^[a-z0-9]+(?:[-.][a-z0-9]+)*$/, {
      error: ({ input }) =>
        `expected lower-case letters, digits and hyphens, such as ${slugOf(String(input))}`,
    });

/** `checkout-survives` for `Checkout survives!`. */
const slugOf = (text: string): string =>
  text
    .slice(0, 100)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '') || 'slow-payments';

/** A title in the user's own words; one line. */
export const title = () =>
  z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[^\n\r]*$/, 'expected one line');

export const severity = () => z.enum(['SEV1', 'SEV2', 'SEV3', 'SEV4']);
export type Severity = z.infer<ReturnType<typeof severity>>;

/** A runbook of the catalog, optionally with the step (heading) that applies: `payments-slow#diagnose`. */
export const runbookRef = () =>
  z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9-]*(?:#[a-z0-9][a-z0-9-]*)?$/,
      'expected runbook or runbook#step, such as payments-slow#diagnose',
    );

/** A value kept outside the file: the name of an environment variable, or of a file that holds it. */
export const secretRef = () =>
  z
    .union([
      z.strictObject({ secret: z.string().min(1).describe('Name of an environment variable.') }),
      z.strictObject({ secretFile: z.string().min(1).describe('Path of a file that holds it.') }),
    ])
    .meta({ 'x-type': 'secret reference' });
export type SecretRef = z.infer<ReturnType<typeof secretRef>>;

export const apiVersion = () => z.literal('muster/v1').describe('Version of this format.');

export const metadata = () =>
  z.strictObject({
    name: slug().describe('Unique among documents of this kind.'),
    title: title().optional().describe('What people call it. Default: the name.'),
    description: z.string().max(4000).optional().describe('For whoever reads the file or the report.'),
    labels: z.record(z.string(), z.string()).default({}).describe('Words to find it by.'),
  });

export const variables = () =>
  z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .default({})
    .describe('Values for `${name}` in this file; --var name=value goes first.');
