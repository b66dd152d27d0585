// Amounts of data as users write them: 512B, 64KB, 10MB (decimal) or 64KiB, 10MiB (binary). Read as bytes.
import { z } from 'zod';
import { type QuantityKind, quantities, rangeOf } from './quantities.ts';

export type Bytes = number;

const unitBytes: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1000,
  MB: 1_000_000,
  GB: 1_000_000_000,
  KiB: 1024,
  MiB: 1_048_576,
  GiB: 1_073_741_824,
};

/** Bytes of `64KB`; undefined where the text is no amount of data. */
export function parseDataSize(text: string): Bytes | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([KMG]i?B|B)$/.exec(text.trim());
  const factor = unitBytes[match?.[2] ?? ''];
  return match && factor ? Math.round(Number(match[1]) * factor) : undefined;
}

export function formatDataSize(bytes: Bytes): string {
  const [unit, factor] =
    Object.entries({ GB: 1e9, MB: 1e6, KB: 1e3 }).find(([, size]) => bytes >= size) ?? (['B', 1] as const);
  return `${Math.round((bytes / factor) * 100) / 100} ${unit}`;
}

const write = (bytes: number): string => formatDataSize(bytes).replace(' ', '');

export const dataSizeKind: QuantityKind = {
  noun: 'an amount of data',
  units: Object.keys(unitBytes).join(', '),
  how: 'as 512B, 64KB or 10MiB',
  write,
  meant: (written) => {
    if (typeof written === 'number') return written < 0 ? [] : [`${written}B`, `${written}KB`];
    const [, amount, word = ''] = /^\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*$/.exec(written) ?? [];
    if (amount === undefined) return [];
    const wanted = word.toLowerCase().replace(/^(|byte|bytes)$/, 'b');
    return Object.keys(unitBytes)
      .filter((unit) => [unit, unit.slice(0, -1)].some((known) => known.toLowerCase() === wanted))
      .map((unit) => `${amount}${unit}`);
  },
};

/** An amount of data in a schema: written `64KB`, read as bytes. */
export function dataSize(limits: { min?: Bytes; max?: Bytes } = {}) {
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = limits;
  return z
    .string({ error: 'expected an amount of data such as 64KB' })
    .meta({ pattern: '^\\d+(\\.\\d+)?\\s*([KMG]i?B|B)$', examples: ['512B', '64KB', '10MiB'] })
    .register(quantities, { ...dataSizeKind, range: rangeOf(limits, write) })
    .transform((text, context): Bytes => {
      const bytes = parseDataSize(text);
      if (bytes !== undefined && bytes >= min && bytes <= max) return bytes;
      const message =
        bytes === undefined
          ? `"${text}" is no amount of data`
          : `${formatDataSize(bytes)} is outside ${formatDataSize(min)} to ${formatDataSize(max)}`;
      context.addIssue({
        code: 'custom',
        message,
        params: { mus: bytes === undefined ? 'MUS1014' : 'MUS1013' },
      });
      return z.NEVER;
    });
}
