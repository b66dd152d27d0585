// Faults that are one toxic on a proxy. The toxic is named by the fault's token, so that undo and verification find
// exactly what was added, and never what somebody else put there.

import { z } from 'zod';
import {
  type Capabilities,
  defineFault,
  type EffectClass,
  type FaultDefinition,
  type JsonObject,
  MusterError,
  type Toxic,
} from '#core';
import { formatPercent, percent } from '#spec';

export type Direction = 'upstream' | 'downstream';

/** Parameters that every toxic has. */
export const toxicParams = {
  direction: z
    .enum(['downstream', 'upstream'])
    .default('downstream')
    .describe('downstream: what comes back from the dependency. upstream: what is sent to it.'),
  toxicity: percent().default(1).describe('Share of the connections that it is done to.'),
};

export interface ToxicParams {
  readonly direction: Direction;
  readonly toxicity: number;
}

export interface ToxicFault<Params extends ToxicParams> {
  readonly kind: string;
  readonly title: string;
  readonly summary: string;
  readonly params: z.ZodType<Params>;
  readonly effect: EffectClass;
  readonly explain: (params: Params, targetName: string) => string;
  /** Type and attributes as Toxiproxy's API names them. */
  readonly toxic: (params: Params) => Pick<Toxic, 'type' | 'attributes'>;
  readonly atShare?: (params: Params, share: number) => Params;
  readonly example: JsonObject;
}

/** Undo data: the name of the toxic. */
export type ToxicUndo = { readonly toxic: string };

/** Adds the toxic, updates it for ramps, removes it by name, and reads the proxy back. */
export function defineToxicFault<Params extends ToxicParams>({
  toxic,
  explain,
  atShare,
  ...rest
}: ToxicFault<Params>): FaultDefinition<Params, ToxicUndo, 'proxy'> {
  const toxicOf = (params: Params, name: string): Toxic => ({
    ...toxic(params),
    name,
    stream: params.direction,
    toxicity: params.toxicity,
  });
  return defineFault<Params, ToxicUndo, 'proxy'>({
    ...rest,
    ...(atShare && {
      atShare,
      change: ({ params, on, signal }, undo) => on.updateToxic(toxicOf(params, undo.toxic), signal),
    }),
    needs: 'proxy',
    reversible: 'yes',
    ifMusterDies: 'target',
    explain: (params, targetName) => explain(params, targetName) + someConnections(params),
    explainUndo: () => 'remove 1 toxic',
    async prepare({ on, target, token, signal }) {
      await requireEnabled(on, target.name, signal);
      return { undo: { toxic: token }, endsByItself: await on.holdsTimeLimit() };
    },
    inject: ({ params, on, timeLimitMs, signal }, undo) =>
      on.addToxic(toxicOf(params, undo.toxic), timeLimitMs, signal),
    undo: ({ on, signal }, undo) => on.removeToxic(undo.toxic, signal),
    async verifyUndone({ on, target, signal }, undo) {
      const { toxics } = await on.read(signal);
      const left = toxics.find(({ name }) => name === undo.toxic);
      if (left === undefined) return { gone: true };
      return { gone: false, found: `toxic ${left.name} (${left.type}) is still on proxy ${target.name}` };
    },
  });
}

/** What passes nothing cannot be made worse; a run there would prove nothing. */
export async function requireEnabled(
  on: Capabilities['proxy'],
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const { enabled } = await on.read(signal);
  if (!enabled) throw new MusterError('MUS2014', `proxy ${name} is disabled: nothing passes through it now`);
}

/** "what comes back through proxy payments". */
export function flow({ direction }: ToxicParams, targetName: string): string {
  return `what ${direction === 'downstream' ? 'comes back' : 'is sent'} through proxy ${targetName}`;
}

function someConnections({ toxicity }: ToxicParams): string {
  return toxicity === 1 ? '' : `, on ${formatPercent(toxicity)} of the connections`;
}
