// Data passes at once, but the end of a connection comes late: finds pools that run full of closing connections.

import { z } from 'zod';
import { duration, formatDuration } from '#spec';
import { defineToxicFault, flow, toxicParams } from '../shared/toxic.ts';

const params = z
  .strictObject({
    delay: duration({ min: 1, max: 3_600_000 }).describe('By which the close of a connection is late.'),
    ...toxicParams,
  })
  .describe('Delays the close of connections.');

export const networkSlowClose = defineToxicFault({
  kind: 'network-slow-close',
  title: 'Slow close',
  summary: 'Delays the close of connections through a proxy; data passes at once.',
  params,
  effect: 'traffic',
  explain: (params, name) =>
    `closes connections ${formatDuration(params.delay)} late, after ${flow(params, name)}`,
  toxic: ({ delay }) => ({ type: 'slow_close', attributes: { delay: Math.ceil(delay) } }),
  atShare: (params, share) => ({ ...params, delay: params.delay * share }),
  example: { delay: '2s' },
});
