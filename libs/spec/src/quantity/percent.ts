// Shares as users write them: 5%, 99.9 %. Read as a fraction (0.05, 0.999), so that arithmetic needs no /100.
import { z } from 'zod';
import { quantities } from './quantities.ts';

/** A share between 0 and 1. */
export type Fraction = number;

/** Fraction of `99.9%`; undefined where the text is no percentage between 0 and 100. */
export function parsePercent(text: string): Fraction | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim());
  if (!match) return undefined;
  // The decimal point is moved in the text: 99.9 / 100 would be 0.9990000000000001.
  const share = Number(`${match[1]}e-2`);
  return share <= 1 ? share : undefined;
}

export function formatPercent(share: Fraction): string {
  return `${Math.round(share * 100_000) / 1000} %`;
}

/** A percentage in a schema: written `5%`, read as 0.05. */
export function percent() {
  return z
    .string({ error: 'expected a percentage such as 5%' })
    .meta({ pattern: '^(?:100(?:\\.0+)?|\\d{1,2}(?:\\.\\d+)?)\\s*%$', examples: ['5%', '99.9%'] })
    .register(quantities, {
      noun: 'a percentage',
      units: '%',
      range: '0% to 100%',
      write: (share) => formatPercent(share).replace(' ', ''),
    })
    .transform((text, context): Fraction => {
      const share = parsePercent(text);
      if (share !== undefined) return share;
      context.addIssue({
        code: 'custom',
        message: `"${text}" is no percentage between 0% and 100%`,
        params: { mus: 'MUS1014' },
      });
      return z.NEVER;
    });
}
