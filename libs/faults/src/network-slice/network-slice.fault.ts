// Cuts data into small pieces, with pauses between: finds readers that expect a message in one piece.

import { z } from 'zod';
import { dataSize, duration, formatDataSize, formatDuration } from '#spec';
import { defineToxicFault, flow, toxicParams } from '../shared/toxic.ts';

const MICROSECONDS_PER_MS = 1000;

const params = z
  .strictObject({
    averageSize: dataSize({ min: 1, max: 1e9 }).describe('Average size of a piece.'),
    variation: dataSize({ max: 1e9 })
      .default(0)
      .describe('The size varies by up to this, to both sides. Less than `averageSize`.'),
    delay: duration({ max: 60_000 }).default(0).describe('Pause between two pieces.'),
    ...toxicParams,
  })
  .superRefine(({ averageSize, variation }, context) => {
    if (variation < averageSize) return;
    const message = `variation ${formatDataSize(variation)} is not less than averageSize ${formatDataSize(averageSize)}`;
    context.addIssue({ code: 'custom', path: ['variation'], message });
  })
  .describe('Cuts data into small pieces.');

export const networkSlice = defineToxicFault({
  kind: 'network-slice',
  title: 'Sliced data',
  summary: 'Cuts data through a proxy into small pieces, with pauses between.',
  params,
  effect: 'traffic',
  explain: (params, name) => {
    const variation = params.variation > 0 ? ` ± ${formatDataSize(params.variation)}` : '';
    const pause = params.delay > 0 ? `, ${formatDuration(params.delay)} apart` : '';
    return `cuts ${flow(params, name)} into pieces of ${formatDataSize(params.averageSize)}${variation}${pause}`;
  },
  toxic: ({ averageSize, variation, delay }) => ({
    type: 'slicer',
    attributes: {
      average_size: averageSize,
      size_variation: variation,
      delay: Math.round(delay * MICROSECONDS_PER_MS),
    },
  }),
  example: { averageSize: '64B', delay: '10ms' },
});
