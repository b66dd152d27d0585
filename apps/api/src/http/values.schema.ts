// Values that many requests and answers have.
import { z } from 'zod';

/** A whole number, in a query as well. */
export const integer = (range: { readonly min: number; readonly max: number }) =>
  z.preprocess(
    (value) => (typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value),
    z.int().min(range.min).max(range.max),
  );

/** Text of a caller: no control characters, which neither a log nor the database takes well. */
export const line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\x00-\x1f\x7f]+$/, 'expected one line of text')
    .refine((text) => text.isWellFormed(), 'expected text');

/** As `line`, with line breaks. */
export const prose = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$/, 'expected text')
    .refine((text) => text.isWellFormed(), 'expected text');

/** A time in an answer: ISO 8601 in UTC. */
export const instant = () =>
  z.preprocess((value) => (value instanceof Date ? value.toISOString() : value), z.iso.datetime());

/** A time in a request: ISO 8601 in UTC. */
export const instantGiven = () =>
  z.codec(z.iso.datetime(), z.date(), {
    decode: (text) => new Date(text),
    encode: (date) => date.toISOString(),
  });

/** Name of an environment, a service or an experiment. */
export const nameSchema = () =>
  z
    .string()
    .max(100)
    .regex(
      /^[a-z0-9]+(?:[-.][a-z0-9]+)*$/,
      'expected lower-case letters, digits and hyphens, such as slow-payments',
    );
