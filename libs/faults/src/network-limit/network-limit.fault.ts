// Closes a connection once so much data has passed: answers that stop in the middle.

import { z } from 'zod';
import { dataSize, formatDataSize } from '#spec';
import { defineToxicFault, flow, toxicParams } from '../shared/toxic.ts';

const params = z
  .strictObject({
    bytes: dataSize({ max: 1e12 }).describe('Data that passes before a connection is closed.'),
    ...toxicParams,
  })
  .describe('Closes a connection once so much data has passed.');

export const networkLimit = defineToxicFault({
  kind: 'network-limit',
  title: 'Truncated answers',
  summary: 'Closes each connection through a proxy once so much data has passed.',
  params,
  effect: 'traffic',
  explain: (params, name) =>
    `closes a connection after ${formatDataSize(params.bytes)} of ${flow(params, name)}`,
  toxic: ({ bytes }) => ({ type: 'limit_data', attributes: { bytes } }),
  example: { bytes: '1KB' },
});
