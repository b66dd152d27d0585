// Shares as users write them: 5%, 99.9 %. Read as a fraction (0.05, 0.999), so that arithmetic needs no /100.
import { z } from 'zod';
import { type QuantityKind, quantities } from './quantities.ts';

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

const write = (share: Fraction): string => formatPercent(share).replace(' ', '');

export const percentKind: QuantityKind = {
  noun: 'a percentage',
  units: '%',
  how: 'as 5% or 99.9%',
  write,
  meant: (written) => {
    const text = String(written).trim();
    const [, amount] = /^(\d+(?:\.\d+)?)\s*(?:percent|per cent|pct)?$/i.exec(text) ?? [];
    const value = Number(amount);
    if (amount === undefined || value > 100) return [];
    // 0.99 is a share; 1 may be either.
    if (value >= 1) return [`${amount}%`];
    return [write(value), `${amount}%`];
  },
};

/** A percentage in a schema: written `5%`, read as 0.05. */
export function percent() {
  return z
    .string({ error: 'expected a percentage such as 5%' })
    .meta({ pattern: '^(?:100(?:\\.0+)?|\\d{1,2}(?:\\.\\d+)?)\\s*%$', examples: ['5%', '99.9%'] })
    .register(quantities, { ...percentKind, range: '0% to 100%' })
    .transform((text, context): Fraction => {
      const share = parsePercent(text);
      if (share !== undefined) return share;
      const isOutside = /^-?\d+(\.\d+)?\s*%$/.test(text.trim());
      context.addIssue({
        code: 'custom',
        message: isOutside ? `${text.trim()} is outside 0% to 100%` : `"${text}" is no percentage`,
        params: { mus: isOutside ? 'MUS1013' : 'MUS1014' },
      });
      return z.NEVER;
    });
}
