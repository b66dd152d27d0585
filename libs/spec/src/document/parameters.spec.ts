import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { expectation } from '../experiment/condition.ts';
import { secretRef } from '../names.ts';
import { dataSize } from '../quantity/data-size.ts';
import { duration } from '../quantity/duration.ts';
import { percent } from '../quantity/percent.ts';
import { describeParameters } from './parameters.ts';

const only = (schema: z.ZodType) => describeParameters(z.strictObject({ it: schema }))[0];

describe('a parameter', () => {
  test.each([
    [duration({ min: 1, max: 600_000 }), { type: 'duration', range: '1ms to 10m', required: true }],
    [duration({ max: 60_000 }).default(1500), { range: 'up to 1m', default: '1.5s', required: false }],
    [duration().default(0), { default: '0ms', unit: 'ms, s, m, h, d' }],
    [percent().default(0.999), { type: 'percentage', default: '99.9%', range: '0% to 100%' }],
    [dataSize({ min: 1 }).default(64_000), { type: 'amount of data', default: '64KB', range: 'at least 1B' }],
    [z.int().min(1).max(9), { type: 'whole number', range: '1 to 9' }],
    [z.int(), { type: 'whole number' }],
    [z.number().min(0), { type: 'number', range: 'at least 0' }],
    [z.enum(['up', 'down']).default('up'), { type: 'choice', range: 'up, down', default: 'up' }],
    [z.boolean().default(false), { type: 'true or false', default: false }],
    [z.url(), { type: 'URL' }],
    [z.union([z.url(), secretRef()]), { type: 'URL or secret reference' }],
    [z.array(z.string()), { type: 'list of text' }],
    [z.array(z.enum(['a', 'b'])), { type: 'list of choices', range: 'a, b' }],
    [z.literal('v1'), { type: 'text', range: 'v1' }],
    [z.record(z.string(), z.unknown()), { type: 'mapping' }],
    [expectation, { type: 'mapping of conditions' }],
    [z.union([z.string(), z.number()]), { type: 'text or number' }],
    [z.tuple([z.string()], z.string()), { type: 'list of text' }],
    [z.record(z.string(), z.string()), { type: 'mapping of text' }],
    [z.string().describe('What for.'), { type: 'text', description: 'What for.' }],
  ])('%#', (schema, expected) => {
    expect(only(schema)).toMatchObject({ name: 'it', ...expected });
  });

  test('has no range and no default where none was set', () => {
    expect(only(duration())).toEqual({
      name: 'it',
      type: 'duration',
      unit: 'ms, s, m, h, d',
      required: true,
      description: '',
    });
  });
});

test('two ways to say the same: each names the other', () => {
  const schema = z.union([
    z.strictObject({ host: z.string(), port: z.int(), name: z.string().optional() }),
    z.strictObject({ address: z.string(), name: z.string().optional() }),
  ]);
  expect(describeParameters(schema)).toMatchObject([
    { name: 'host', required: true, unless: ['address'] },
    { name: 'port', required: true, unless: ['address'] },
    { name: 'name', required: false },
    { name: 'address', required: true, unless: ['host', 'port'] },
  ]);
});

test('what is nested follows what it is nested in', () => {
  const file = () => z.strictObject({ file: z.string().describe('Where.') });
  const schema = z.strictObject({
    all: z.record(z.string(), file()),
    one: file(),
    list: z.array(z.union([file(), z.strictObject({ url: z.url() })])),
    secret: secretRef(),
  });
  expect(describeParameters(schema)).toMatchObject([
    { name: 'all', type: 'mapping' },
    { name: 'all.<name>.file', type: 'text', required: true, description: 'Where.' },
    { name: 'one', type: 'mapping' },
    { name: 'one.file' },
    { name: 'list', type: 'list of mappings' },
    { name: 'list[].file', required: true, unless: ['url'] },
    { name: 'list[].url', type: 'URL' },
    { name: 'secret', type: 'secret reference' },
  ]);
});
