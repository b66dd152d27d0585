// Runs in the helper process: holds sessions up to the goal, and takes what others free.

import { z } from 'zod';
import type { HelperContext } from '#core';
import { fill } from '../shared/filling.ts';
import { type GoalParams, goalOf } from './goal.ts';
import { ask, type HeldSession, hold, isFull, occupancy } from './session.ts';

export const KIND = 'postgres-connection-exhaustion';

const inputSchema = z.object({ url: z.string(), params: z.custom<GoalParams>() });

/** Fails only before it is ready: later, a server that is away is asked again. */
export async function holdSessions(context: HelperContext): Promise<void> {
  const { token, ended } = context;
  const { url, params } = inputSchema.parse(context.input);
  // Until the server says more, one more than nothing: a full server is harmed enough.
  let goal = 1;
  let isReady = false;
  const occupancyNow = ([first]: Iterable<HeldSession>, own: number) =>
    first === undefined ? ask(url, ended, (client) => occupancy(client, 1)) : occupancy(first.client, own);
  await fill<HeldSession>({
    open: (lost) => hold(url, token, lost),
    async goal(held) {
      try {
        // Never less than before: what others take meanwhile is not given back to them.
        goal = Math.max(isReady ? goal : 0, goalOf(params, await occupancyNow(held, held.size)));
      } catch (error) {
        if (!isReady && !ended.aborted && !isFull(error)) throw error;
      }
      return goal;
    },
    ratePerSecond: params.rate,
    ended,
    ready() {
      isReady = true;
      context.ready();
    },
  });
}
