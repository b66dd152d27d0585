// Stops a process without ending it (SIGSTOP). A helper continues it when the run's process dies or the time is over.

import { z } from 'zod';
import { defineFault, type HelperContext } from '#core';
import { untilEnded } from '../shared/helper.ts';
import { isSame, type ProcessIdentity, requireRunning } from '../shared/process-identity.ts';

type Undo = ProcessIdentity & { readonly helper: string };

export const processPause = defineFault<Record<string, never>, Undo, 'process'>({
  kind: 'process-pause',
  title: 'Process paused',
  summary: 'Stops a process without ending it: it keeps its connections and answers nothing.',
  params: z.strictObject({}).describe('Takes no parameters.'),
  needs: 'process',
  reversible: 'yes',
  ifMusterDies: 'helper',
  effect: 'lifecycle',
  explain: (_params, name) =>
    `stops process ${name} (1 SIGSTOP): it keeps its connections and answers nothing`,
  explainUndo: (_params, name) => `continue process ${name} (SIGCONT)`,
  async prepare({ on, target, token }) {
    const identity = await requireRunning(on, target.name);
    return { undo: { ...identity, helper: token }, endsByItself: true };
  },
  // The helper first: from the moment the process stands still, somebody is there to continue it.
  async inject({ on, helpers, timeLimitMs }, { pid, startedAt, helper }) {
    await helpers.launch({ kind: 'process-pause', token: helper, input: { pid }, ttlMs: timeLimitMs });
    await on.signal({ pid, startedAt }, 'SIGSTOP');
  },
  async undo({ on, helpers }, { pid, startedAt, helper }) {
    await on.signal({ pid, startedAt }, 'SIGCONT');
    await helpers.release(helper);
    if ((await on.state()).pid === undefined) await on.start();
  },
  async verifyUndone({ on, target, helpers }, undo) {
    if (await helpers.alive(undo.helper))
      return { gone: false, found: `helper ${undo.helper} is still alive` };
    const state = await on.state();
    if (state.pid === undefined) return { gone: false, found: `process ${target.name} is not running` };
    if (state.stopped && isSame(state, undo)) {
      return { gone: false, found: `process ${target.name} (pid ${undo.pid}) is still stopped` };
    }
    return { gone: true };
  },
  helper: continueWhenEnded,
  example: {},
});

/** SIGCONT does nothing to a process that is not stopped: a reused pid is not harmed. */
async function continueWhenEnded(context: HelperContext): Promise<void> {
  const { pid } = z.object({ pid: z.int().min(2) }).parse(context.input);
  context.ready();
  await untilEnded(context.ended);
  try {
    process.kill(pid, 'SIGCONT');
  } catch (error) {
    // ESRCH: it ended while it was stopped.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
