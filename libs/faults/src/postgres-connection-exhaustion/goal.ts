// How many connections to hold, from what is wanted and what the server has. Places that PostgreSQL reserves for
// superusers are never taken: whoever repairs the database must get in.

import { z } from 'zod';
import { formatPercent, percent } from '#spec';

export const goalParams = z
  .strictObject({
    connections: z
      .int()
      .min(1)
      .max(100_000)
      .optional()
      .describe('So many connections. Give it, `percent` or `leaveFree`.'),
    percent: percent().optional().describe('Until this share of the places for ordinary users is taken.'),
    leaveFree: z.int().min(0).max(100_000).optional().describe('Until so many places are free.'),
    rate: z.int().min(1).max(100_000).optional().describe('New connections per second. Default: no limit.'),
  })
  .refine((params) => wantsOf(params) === 1, {
    message: 'give exactly one of connections, percent, leaveFree',
  })
  .describe('Takes connections of a PostgreSQL server. Exactly one of connections, percent, leaveFree.');
export type GoalParams = z.infer<typeof goalParams>;

interface Wants {
  readonly connections?: number | undefined;
  readonly percent?: number | undefined;
  readonly leaveFree?: number | undefined;
}

function wantsOf({ connections, percent, leaveFree }: Wants): number {
  return [connections, percent, leaveFree].filter((want) => want !== undefined).length;
}

export interface Occupancy {
  /** max_connections without what is reserved. */
  readonly places: number;
  /** Connections that are not ours. */
  readonly others: number;
}

/** Never more than there are places left by others. */
export function goalOf(
  { connections, percent, leaveFree }: GoalParams,
  { places, others }: Occupancy,
): number {
  const free = Math.max(0, places - others);
  if (connections !== undefined) return Math.min(connections, free);
  if (percent !== undefined) return Math.min(free, Math.max(0, Math.ceil(percent * places) - others));
  return Math.max(0, free - (leaveFree ?? 0));
}

export function explainGoal({ connections, percent, leaveFree, rate }: GoalParams): string {
  const pace = rate === undefined ? '' : `, ${rate} more per second`;
  if (connections !== undefined) return `${connections} connections${pace}`;
  if (percent !== undefined)
    return `connections until ${formatPercent(percent)} of the places are taken${pace}`;
  return `connections until ${leaveFree ?? 0} places are free${pace}`;
}
