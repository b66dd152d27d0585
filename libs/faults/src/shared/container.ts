// Faults that are one deed of a container engine, and one repair. Where the engine's machine has a watch, the repair is
// left there first: it comes by itself when Muster is gone.
import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import {
  type ContainerControl,
  type ContainerDeed,
  type ContainerRepair,
  type ContainerState,
  defineFault,
  type FaultContext,
  type FaultDefinition,
  type JsonObject,
  MusterError,
  type Order,
  type Reversibility,
  type Verification,
} from '#core';

export interface ContainerFault<Params> {
  readonly kind: string;
  readonly title: string;
  readonly summary: string;
  readonly params: z.ZodType<Params>;
  readonly reversible: Reversibility;
  readonly explain: (params: Params, targetName: string) => string;
  readonly explainUndo: (targetName: string) => string;
  readonly deed: (params: Params) => ContainerDeed;
  /** What the watch does when nobody else is left; undefined: nothing would help. */
  readonly repair: ContainerRepair | undefined;
  readonly example: JsonObject;
}

export type ContainerUndo = { readonly startedAt: string; readonly order: Order };

type Context<Params> = FaultContext<Params, 'container'>;

const POLL_MS = 5;
const GRACE_MS = 2000;
/** After these it stands still; the engine may answer before it does. */
const ENDING_DEEDS = new Set(['kill', 'stop', 'remove']);

export function defineContainerFault<Params>({
  deed,
  repair,
  explainUndo,
  ...rest
}: ContainerFault<Params>): FaultDefinition<Params, ContainerUndo, 'container'> {
  return defineFault<Params, ContainerUndo, 'container'>({
    ...rest,
    needs: 'container',
    ifMusterDies: repair === undefined ? 'nobody' : 'target',
    effect: 'lifecycle',
    explainUndo: (_params, targetName) => explainUndo(targetName),
    async prepare(context) {
      const { startedAt } = await requireRunning(context, deed(context.params));
      const watch = repair === undefined ? undefined : await context.on.watch(context.signal);
      const order = { watch: watch ?? null, token: context.token };
      return { undo: { startedAt, order }, endsByItself: watch !== undefined };
    },
    async inject(context, { startedAt, order }) {
      const { on, params, signal, timeLimitMs } = context;
      const deadMan =
        repair === undefined || order.watch === null
          ? undefined
          : { token: order.token, afterMs: timeLimitMs, repair };
      await on.harm(deed(params), deadMan, signal);
      if (ENDING_DEEDS.has(deed(params).do)) await untilEnded(context, startedAt);
    },
    undo: (context, { order }) => putBack(context, order),
    verifyUndone: ({ on, target, signal }) => verifyRunning(on, target.name, signal),
  });
}

async function requireRunning<Params>(
  { on, target, signal }: Context<Params>,
  deed: ContainerDeed,
): Promise<ContainerState> {
  const state = await on.state(signal);
  const { status, removedWhenStopped } = state;
  if (status !== 'running') throw new MusterError('MUS2014', `container ${target.name} is ${status}`);
  if (removedWhenStopped && (deed.do === 'kill' || deed.do === 'stop'))
    throw new MusterError(
      'MUS2014',
      `the engine removes container ${target.name} as soon as it stops (--rm): it could not be started again`,
    );
  return state;
}

/**
 * Undo must not take a dying container for one that was never harmed. So a cancelled injection, too, waits a moment for
 * the end of what it has signalled.
 */
async function untilEnded<Params>({ on, target, signal }: Context<Params>, startedAt: string): Promise<void> {
  const graceOverMs = performance.now() + GRACE_MS;
  const wait = AbortSignal.timeout(GRACE_MS * 2);
  for (;;) {
    const state = await on.state(wait);
    if (state.status !== 'running' || state.startedAt !== startedAt) return;
    if (signal.aborted || performance.now() > graceOverMs)
      throw new MusterError(
        'MUS2012',
        `container ${target.name} still runs ${GRACE_MS} ms after it was told to end`,
      );
    await delay(POLL_MS);
  }
}

/** The order is taken back even where the repair failed: who asks again does not want two repairs. */
async function putBack<Params>({ on, signal }: Context<Params>, order: Order): Promise<void> {
  try {
    const { status } = await on.state(signal);
    if (status === 'paused') await on.repair('unpause', signal);
    if (status === 'exited' || status === 'created') await on.repair('start', signal);
  } finally {
    await on.dismiss(order, signal);
  }
}

async function verifyRunning(on: ContainerControl, name: string, signal: AbortSignal): Promise<Verification> {
  const { status } = await on.state(signal);
  if (status === 'running') return { gone: true };
  if (status !== 'absent') return { gone: false, found: `container ${name} is ${status}` };
  if (await on.isReplaced(signal)) return { gone: true };
  return { gone: false, found: `container ${name} was removed, and none of its name runs` };
}
