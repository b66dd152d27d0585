// A small catalogue for the tests of broken files: kinds of the shape that the real ones have.

import { z } from 'zod';
import { dataSize, duration, type KindSchemas, percent, secretRef } from '#spec';

export const kinds: KindSchemas = {
  faults: new Map([
    [
      'network-latency',
      {
        params: z
          .strictObject({ latency: duration({ min: 1, max: 600_000 }), jitter: duration().default(0) })
          .describe('Delays what is sent.')
          .refine(({ latency, jitter }) => jitter <= latency, {
            path: ['jitter'],
            message: 'jitter is more than latency',
          }),
      },
    ],
    [
      'network-bandwidth',
      { params: z.strictObject({ rate: dataSize({ min: 1 }) }).describe('Limits bytes per second.') },
    ],
    [
      'process-kill',
      { params: z.strictObject({ signal: z.enum(['SIGTERM', 'SIGKILL']).default('SIGKILL') }) },
    ],
    ['packet-loss', { params: z.strictObject({ share: percent() }) }],
  ]),
  probes: new Map([
    [
      'http',
      {
        params: z.strictObject({
          url: z.url({ protocol: /^https?$/, error: 'expected an http or https address' }),
          method: z.enum(['GET', 'HEAD', 'POST']).default('GET'),
          timeout: duration({ min: 1 }).default(2000),
          headers: z.record(z.string(), z.union([z.string(), secretRef()])).default({}),
        }),
        fields: {
          status: { type: 'number', summary: 'Status code.' },
          latency: { type: 'duration', summary: 'Until the last byte.' },
          size: { type: 'size', summary: 'Bytes of the body.' },
          body: { type: 'text', summary: 'Start of the body.' },
          ok: { type: 'boolean', summary: 'Status below 400.' },
        },
      },
    ],
    [
      'sql',
      {
        params: z.strictObject({ connection: secretRef(), query: z.string().min(1) }),
        fields: {
          rows: { type: 'number', summary: 'Rows read.' },
          hitRatio: { type: 'percent', summary: 'Cache hits.' },
        },
        openFields: true,
      },
    ],
  ]),
  drivers: new Map([
    [
      'toxiproxy',
      {
        config: z.strictObject({ url: z.url().default('http://127.0.0.1:8474') }),
        select: z.strictObject({ proxy: z.string().min(1) }),
      },
    ],
    [
      'process',
      {
        config: z.strictObject({}),
        select: z.strictObject({ pidFile: z.string().optional(), name: z.string().optional() }),
      },
    ],
  ]),
};
