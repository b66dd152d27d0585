// Disables a proxy: open connections are closed, new ones are refused.

import { z } from 'zod';
import { defineFault } from '#core';
import { requireEnabled } from '../shared/toxic.ts';

export const networkDown = defineFault({
  kind: 'network-down',
  title: 'Network down',
  summary: 'Closes every connection through a proxy and refuses new ones.',
  params: z.strictObject({}).describe('Takes no parameters.'),
  needs: 'proxy',
  reversible: 'yes',
  ifMusterDies: 'target',
  effect: 'reachability',
  explain: (_params, name) => `closes every connection through proxy ${name} and refuses new ones`,
  explainUndo: (_params, name) => `enable proxy ${name} again`,
  async prepare({ on, target, signal }) {
    await requireEnabled(on, target.name, signal);
    return { undo: { enabled: true }, endsByItself: await on.holdsTimeLimit() };
  },
  inject: ({ on, timeLimitMs, signal }) => on.setEnabled(false, timeLimitMs, signal),
  undo: ({ on, signal }, { enabled }) => on.setEnabled(enabled, undefined, signal),
  async verifyUndone({ on, target, signal }, undo) {
    const { enabled } = await on.read(signal);
    if (enabled === undo.enabled) return { gone: true };
    return { gone: false, found: `proxy ${target.name} is ${enabled ? 'enabled' : 'disabled'}` };
  },
  example: {},
});
