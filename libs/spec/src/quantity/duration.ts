// Durations as users write them: 250ms, 2s, 1m30s, 1h, 30d. A bare number is refused: it has no unit.
import { z } from 'zod';

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
  return Number.isFinite(total) ? total : undefined;
}

/** The shortest exact way to write it: 400 ms, 2 s, 1 m 30 s, 2 h. */
export function formatDuration(ms: Milliseconds): string {
  if (!Number.isFinite(ms)) return 'never';
  if (ms < 1000) return `${trim(ms)} ms`;
  if (ms < 60_000) return `${trim(ms / 1000)} s`;
  if (ms < 3_600_000) return joinUnits(ms, 60_000, 'm', 's', 1000);
  if (ms < 86_400_000) return joinUnits(ms, 3_600_000, 'h', 'm', 60_000);
  return joinUnits(ms, 86_400_000, 'd', 'h', 3_600_000);
}

function joinUnits(ms: number, bigMs: number, big: string, small: string, smallMs: number): string {
  const rest = Math.round((ms % bigMs) / smallMs);
  return rest === 0 ? `${Math.floor(ms / bigMs)} ${big}` : `${Math.floor(ms / bigMs)} ${big} ${rest} ${small}`;
}

const trim = (value: number): string => String(Math.round(value * 100) / 100);

export interface DurationLimits {
  readonly min?: Milliseconds;
  readonly max?: Milliseconds;
}

/** A duration in a schema: written with a unit, read as milliseconds. Default limits: 0 to 366 days. */
export function duration({ min = 0, max = 366 * 86_400_000 }: DurationLimits = {}) {
  return z
    .string({ error: (issue) => `expected a duration such as 250ms or 2s, found ${describe(issue.input)}` })
    .meta({ pattern: durationPattern.source, examples: ['250ms', '2s', '1m30s'] })
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

function describe(input: unknown): string {
  return typeof input === 'number' ? `${input} without a unit` : `${typeof input}`;
}
