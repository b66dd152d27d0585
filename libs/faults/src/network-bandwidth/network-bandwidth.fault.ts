// Lets only so many bytes per second pass a proxy, per connection.

import { z } from 'zod';
import { dataSize, formatDataSize } from '#spec';
import { defineToxicFault, flow, toxicParams } from '../shared/toxic.ts';

const BYTES_PER_UNIT = 1000;
/** Far beyond any link: what a ramp starts from. */
const FASTEST_BYTES = 1e12;

const params = z
  .strictObject({
    rate: dataSize({ min: BYTES_PER_UNIT, max: FASTEST_BYTES }).describe(
      'Data per second on each connection, in whole kilobytes.',
    ),
    ...toxicParams,
  })
  .describe('Limits the data per second of each connection through a proxy.');

export const networkBandwidth = defineToxicFault({
  kind: 'network-bandwidth',
  title: 'Narrow bandwidth',
  summary: 'Limits the data per second of each connection through a proxy.',
  params,
  effect: 'traffic',
  explain: (params, name) => `limits ${flow(params, name)} to ${formatDataSize(params.rate)} per second`,
  toxic: ({ rate }) => ({
    type: 'bandwidth',
    attributes: { rate: Math.max(1, Math.round(rate / BYTES_PER_UNIT)) },
  }),
  // The time that a byte takes grows evenly: at half of the harm, twice the rate.
  atShare: (params, share) => ({ ...params, rate: Math.min(FASTEST_BYTES, params.rate / share) }),
  example: { rate: '64KB' },
});
