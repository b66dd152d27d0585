// Drops everything: clients wait for an answer that does not come.

import { z } from 'zod';
import { duration, formatDuration } from '#spec';
import { defineToxicFault, flow, toxicParams } from '../shared/toxic.ts';

const params = z
  .strictObject({
    after: duration({ max: 3_600_000 })
      .default(0)
      .describe('Closes a connection after this long without data. 0: holds it until the fault is undone.'),
    ...toxicParams,
  })
  .describe('Drops all data; connections hang.');

export const networkTimeout = defineToxicFault({
  kind: 'network-timeout',
  title: 'Hanging connections',
  summary: 'Drops all data through a proxy, so that connections hang.',
  params,
  effect: 'traffic',
  explain: (params, name) => {
    const end = params.after > 0 ? `closes after ${formatDuration(params.after)}` : 'never answers';
    return `drops ${flow(params, name)}: a connection ${end}`;
  },
  toxic: ({ after }) => ({ type: 'timeout', attributes: { timeout: Math.ceil(after) } }),
  example: { after: '5s' },
});
