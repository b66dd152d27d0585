// Delays everything that passes a proxy in one direction.

import { z } from 'zod';
import { duration, formatDuration } from '#spec';
import { defineToxicFault, flow, toxicParams } from '../shared/toxic.ts';

const params = z
  .strictObject({
    latency: duration({ min: 1, max: 600_000 }).describe('Added to every piece of data.'),
    jitter: duration({ max: 600_000 })
      .default(0)
      .describe('The delay varies by up to this, to both sides. At most `latency`.'),
    ...toxicParams,
  })
  .superRefine(({ latency, jitter }, context) => {
    if (jitter <= latency) return;
    const message = `jitter ${formatDuration(jitter)} is more than latency ${formatDuration(latency)}`;
    context.addIssue({ code: 'custom', path: ['jitter'], message });
  })
  .describe('Delays what passes through a proxy.');

export const networkLatency = defineToxicFault({
  kind: 'network-latency',
  title: 'Network latency',
  summary: 'Delays what passes through a proxy, with jitter.',
  params,
  effect: 'traffic',
  explain: (params, name) => {
    const jitter = params.jitter > 0 ? ` ± ${formatDuration(params.jitter)}` : '';
    return `adds ${formatDuration(params.latency)}${jitter} to ${flow(params, name)}`;
  },
  toxic: ({ latency, jitter }) => ({
    type: 'latency',
    attributes: { latency: Math.round(latency), jitter: Math.round(jitter) },
  }),
  atShare: (params, share) => ({
    ...params,
    latency: params.latency * share,
    jitter: params.jitter * share,
  }),
  example: { latency: '300ms', jitter: '50ms' },
});
