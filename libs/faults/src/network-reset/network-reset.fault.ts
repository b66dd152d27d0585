// Ends connections with a TCP reset, as a crashed peer or a strict firewall does.

import { z } from 'zod';
import { duration, formatDuration } from '#spec';
import { defineToxicFault, flow, toxicParams } from '../shared/toxic.ts';

const params = z
  .strictObject({
    after: duration({ max: 3_600_000 })
      .default(0)
      .describe('Resets a connection after this long; 0: at once.'),
    ...toxicParams,
  })
  .describe('Resets connections through a proxy.');

export const networkReset = defineToxicFault({
  kind: 'network-reset',
  title: 'Connection resets',
  summary: 'Resets every connection through a proxy, at once or after a while.',
  params,
  effect: 'traffic',
  explain: (params, name) => {
    const when = params.after > 0 ? `after ${formatDuration(params.after)}` : 'at once';
    return `resets connections ${when}, dropping ${flow(params, name)}`;
  },
  toxic: ({ after }) => ({ type: 'reset_peer', attributes: { timeout: Math.ceil(after) } }),
  example: { after: '100ms' },
});
