// Durations as users write them: 250ms, 2s, 1m30s, 1h, 30d. A bare number is refused: it has no unit.
import { z } from 'zod';
import { type QuantityKind, quantities, rangeOf } from './quantities.ts';

export type Milliseconds = number;

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const durationPattern = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;

/** Milliseconds of `2s`, `1m30s`, `250 ms`; undefined where the text is no duration. */
export function parseDuration(text: string): Milliseconds | undefined {
  const compact = text.replaceAll(' ', '');
  if (!durationPattern.test(compact)) return undefined;
  let total = 0;
  for (const [, amount, unit] of compact.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    total += Number(amount) * (unitMs[unit ?? ''] ?? Number.NaN);
  }
  // To a nanosecond: 1.001 * 1000 is 1000.9999999999999.
  return Number.isFinite(total) ? Math.round(total * 1e6) / 1e6 : undefined;
}

/** For people: the two largest units, rounded to the smaller. 400 ms, 2 s, 1 m 30 s, 2 h. */
export function formatDuration(ms: Milliseconds): string {
  if (!Number.isFinite(ms)) return 'never';
  if (ms < 999.995) return `${trim(ms)} ms`;
  if (ms < 59_995) return `${trim(ms / 1000)} s`;
  if (ms < 3_599_500) return joinUnits(ms, 'm', 's');
  if (ms < 86_370_000) return joinUnits(ms, 'h', 'm');
  return joinUnits(ms, 'd', 'h');
}

function joinUnits(ms: number, big: 'm' | 'h' | 'd', small: 's' | 'm' | 'h'): string {
  const smallMs = unitMs[small] ?? 1;
  const perBig = (unitMs[big] ?? 1) / smallMs;
  // Rounded before it is split: 119.9 s is 2 m, not 1 m 60 s.
  const total = Math.round(ms / smallMs);
  const rest = total % perBig;
  return rest === 0 ? `${total / perBig} ${big}` : `${Math.floor(total / perBig)} ${big} ${rest} ${small}`;
}

const write = (ms: number): string => formatDuration(ms).replaceAll(' ', '');

/** `5 minutes`, `30sec`: words that people write for a unit, by what they begin with. */
const unitWords: readonly (readonly [RegExp, string])[] = [
  [/^(ms|msecs?|millis|milliseconds?)$/, 'ms'],
  [/^(s|secs?|seconds?)$/, 's'],
  [/^(m|mins?|minutes?)$/, 'm'],
  [/^(h|hrs?|hours?)$/, 'h'],
  [/^(d|days?)$/, 'd'],
];

export const durationKind: QuantityKind = {
  noun: 'a duration',
  units: Object.keys(unitMs).join(', '),
  how: 'as 250ms, 2s, 1m30s or 1h',
  write,
  meant: (written) => {
    if (typeof written === 'number') return written < 0 ? [] : [`${written}ms`, `${written}s`];
    const [, amount, word = ''] = /^\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*$/.exec(written) ?? [];
    if (amount === undefined) return [];
    if (word === '') return [`${amount}ms`, `${amount}s`];
    return unitWords
      .filter(([known]) => known.test(word.toLowerCase()))
      .map(([, unit]) => `${amount}${unit}`);
  },
};

const trim = (value: number): string => String(Math.round(value * 100) / 100);

export interface DurationLimits {
  readonly min?: Milliseconds;
  readonly max?: Milliseconds;
}

/** A duration in a schema: written with a unit, read as milliseconds. Default limits: 0 to 366 days. */
export function duration(limits: DurationLimits = {}) {
  const { min = 0, max = 366 * 86_400_000 } = limits;
  return z
    .string({ error: ({ input }) => `expected a duration such as 250ms or 2s${withoutUnit(input)}` })
    .meta({ pattern: '^(?: *\\d+(?:\\.\\d+)? *(?:ms|s|m|h|d))+ *$', examples: ['250ms', '2s', '1m30s'] })
    .register(quantities, { ...durationKind, range: rangeOf(limits, write) })
    .transform((text, context): Milliseconds => {
      const ms = parseDuration(text);
      if (ms === undefined) return refuse(context, `"${text}" is no duration`, 'MUS1014');
      if (ms < min || ms > max) {
        const message = `${formatDuration(ms)} is outside ${formatDuration(min)} to ${formatDuration(max)}`;
        return refuse(context, message, 'MUS1013');
      }
      return ms;
    });
}

function refuse(context: z.RefinementCtx, message: string, mus: string): never {
  context.addIssue({ code: 'custom', message, params: { mus } });
  return z.NEVER;
}

const withoutUnit = (input: unknown): string =>
  typeof input === 'number' ? `, found ${input} without a unit` : '';
