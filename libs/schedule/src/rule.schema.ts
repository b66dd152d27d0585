// When a schedule starts something. Checked when it is written, so that computing with it never fails.
import { z } from 'zod';
import { duration } from '#spec';
import { cronOf } from './cron.ts';
import { isTimeZone, type Weekday } from './local-time.ts';

const cronExpression = z
  .string()
  .describe('Minute, hour, day of month, month, day of week; L and # as in 5L and 1#2. Days are OR-ed.');

const timeZone = z
  .string()
  .refine(isTimeZone, { error: ({ input }) => `"${String(input)}" is no time zone, such as Europe/Berlin` });

const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as 09:00');
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const satisfies readonly Weekday[];

const window = z.strictObject({
  days: z
    .array(z.enum(days))
    .min(1)
    .default([...days]),
  from: timeOfDay,
  to: timeOfDay.describe('Not included. Not later than `from`: on the next day.'),
});

export const scheduleRuleSchema = z
  .strictObject({
    cron: cronExpression,
    timeZone: timeZone.default('UTC'),
    jitter: duration({ max: 86_400_000 })
      .default(0)
      .describe('Each start is put off by a random time up to this, always before the next one.'),
    windows: z.array(window).default([]).describe('Nothing starts outside of these. None: at any time.'),
    startWithin: duration({ min: 1000 })
      .default(60_000)
      .describe('What could not be started in this time after it was due is missed.'),
    missed: z
      .enum(['skip', 'start-latest'])
      .default('skip')
      .describe('What becomes of occurrences for which no server was running.'),
    whileRunning: z
      .enum(['skip', 'start'])
      .default('skip')
      .describe('What becomes of an occurrence while the run before it goes on.'),
  })
  .superRefine(({ cron }, context) => {
    const message = problemOf(cron);
    if (message !== undefined) context.addIssue({ code: 'custom', path: ['cron'], message });
  });

export type ScheduleRule = z.infer<typeof scheduleRuleSchema>;
export type StartWindow = ScheduleRule['windows'][number];

function problemOf(cron: string): string | undefined {
  try {
    return cronOf(cron, 'UTC').nextRun(new Date(0)) === null ? `"${cron}" never comes` : undefined;
  } catch (error) {
    return `"${cron}": ${(error as Error).message.replace(/^CronPattern: /, '')}`;
  }
}
