// Ends a process by a signal. Its supervisor starts it again, or the driver does where the environment says how.
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { defineFault, type FaultContext, MusterError } from '#core';
import { identityOf, isSame, type ProcessIdentity, requireRunning } from '../shared/process-identity.ts';

const POLL_MS = 2;
const GRACE_MS = 2000;

const params = z
  .strictObject({
    signal: z
      .enum(['SIGKILL', 'SIGTERM', 'SIGINT'])
      .default('SIGKILL')
      .describe('SIGKILL ends it at once; the others let it shut down.'),
  })
  .describe('Ends a process by a signal.');
type Params = z.infer<typeof params>;

export const processKill = defineFault<Params, ProcessIdentity, 'process'>({
  kind: 'process-kill',
  title: 'Process killed',
  summary: 'Ends a process by a signal, and checks that it is started again.',
  params,
  needs: 'process',
  reversible: 'self-ending',
  ifMusterDies: 'nobody',
  effect: 'lifecycle',
  explain: ({ signal }, name) => `sends 1 ${signal} to process ${name}`,
  explainUndo: (_params, name) => `process ${name} runs again: started here, or by its supervisor`,
  async prepare({ on, target }) {
    return { undo: await requireRunning(on, target.name), endsByItself: false };
  },
  async inject(context, identity) {
    await context.on.signal(identity, context.params.signal);
    await untilGone(context, identity);
  },
  async undo({ on }) {
    if (identityOf(await on.state()) === undefined) await on.start();
  },
  // The same process runs on only if it was never killed.
  async verifyUndone({ on, target }) {
    const state = await on.state();
    if (identityOf(state) === undefined)
      return { gone: false, found: `process ${target.name} is not running` };
    return { gone: true };
  },
  example: { signal: 'SIGKILL' },
});

/**
 * Until the system has ended it: undo must not take the dying process for one that was never killed. So a cancelled
 * injection, too, waits a moment for the end of what it has signalled.
 */
async function untilGone(
  { on, params, target, signal }: FaultContext<Params, 'process'>,
  identity: ProcessIdentity,
): Promise<void> {
  const graceOverMs = performance.now() + GRACE_MS;
  while (isSame(await on.state(), identity)) {
    if (signal.aborted && performance.now() > graceOverMs) {
      const message = `process ${target.name} (pid ${identity.pid}) still runs after ${params.signal}`;
      throw new MusterError('MUS2012', message);
    }
    await delay(POLL_MS);
  }
}
