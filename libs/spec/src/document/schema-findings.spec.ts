import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { duration } from '../quantity/duration.ts';
import { checkSchema } from './schema-findings.ts';

const told = (schema: z.ZodType, data: unknown) =>
  checkSchema(schema, data).findings.map(({ code, path, message, hint }) => [
    code,
    path.join('.'),
    hint ? `${message} / ${hint}` : message,
  ]);

const rule = z.union([
  z.strictObject({ probe: z.string(), failingFor: duration() }),
  z.strictObject({ probe: z.string(), noDataFor: duration() }),
  z.strictObject({
    slo: z.string(),
    burnRate: z.strictObject({ gte: z.number() }),
    probe: z.string().optional(),
  }),
]);

describe('unions are told by what was meant', () => {
  test.each<[unknown, string[]]>([
    [
      { probe: 'a', failngFor: '1s' },
      ['MUS1011', 'failngFor', 'unknown key "failngFor" / Did you mean "failingFor"?'],
    ],
    [
      { probe: 'a', noDtaFor: '1s' },
      ['MUS1011', 'noDtaFor', 'unknown key "noDtaFor" / Did you mean "noDataFor"?'],
    ],
    [{ slo: 'a', burnRate: { gte: 'x' } }, ['MUS1012', 'burnRate.gte', 'expected a number, found text "x"']],
    [
      { probe: 'a', noDataFor: 5 },
      [
        'MUS1014',
        'noDataFor',
        'expected a duration such as 250ms or 2s, found 5 without a unit / Write 5ms or 5s.',
      ],
    ],
    [{ slo: 'a', probe: 'b' }, ['MUS1010', 'burnRate', 'missing key "burnRate": expected a mapping']],
    ['never', ['MUS1012', '', 'expected a mapping, found text "never"']],
  ])('%j', (data, finding) => expect(told(rule, data)).toEqual([finding]));

  test('of enumerations and other types, all are named', () => {
    const mode = z.union([z.enum(['all', 'one']), z.strictObject({ count: z.int() })]);
    expect(told(mode, 'al')).toEqual([
      ['MUS1013', '', 'expected one of all, one, a mapping, found text "al" / Did you mean "all"?'],
    ]);
    expect(told(mode, 3)).toEqual([['MUS1012', '', 'expected one of all, one, a mapping, found 3']]);
  });

  test('of a discriminated union, the values of its key', () => {
    const shape = z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('circle'), radius: z.number() }),
      z.strictObject({ kind: z.literal('square'), side: z.number() }),
    ]);
    expect(told(shape, { kind: 'circel', radius: 1 })).toEqual([
      ['MUS1013', 'kind', expect.stringMatching(/circle, square.*Did you mean "circle"/)],
    ]);
    expect(told(shape, { kind: 'square', sdie: 1 })).toEqual([
      ['MUS1011', 'sdie', 'unknown key "sdie" / Did you mean "side"?'],
    ]);
  });
});

describe('messages', () => {
  test.each<[z.ZodType, unknown, unknown[]]>([
    [z.string(), 5, ['MUS1012', '', 'expected text, found 5 / Put it in quotes: "5".']],
    [z.int(), 1.5, ['MUS1012', '', 'expected a whole number, found 1.5']],
    [z.array(z.string()), 'a', ['MUS1012', '', 'expected a list, found text "a" / Write a list: ["a"].']],
    [z.number().min(1), 0, ['MUS1013', '', '0 is less than 1']],
    [z.number().positive(), 0, ['MUS1013', '', '0 is not more than 0']],
    [z.array(z.string()).min(1), [], ['MUS1013', '', 'expected 1 item or more, found 0']],
    [z.string().min(1), '', ['MUS1013', '', 'the text is empty']],
    [
      z.boolean(),
      null,
      ['MUS1012', '', 'expected true or false, found nothing / Write a value, or remove the key.'],
    ],
    [
      z.string().refine(() => false, { message: 'no', params: { mus: 'MUS1037' } }),
      'x',
      ['MUS1037', '', 'no'],
    ],
    [
      z.string().refine(() => false, { message: 'no', params: { mus: 'toString' } }),
      'x',
      ['MUS1013', '', 'no'],
    ],
    [
      z.record(z.string().regex(/^a/), z.number()),
      { b: 1 },
      ['MUS1013', 'b', expect.stringContaining('expected text like')],
    ],
  ])('%# %j', (schema, data, finding) => expect(told(schema, data)).toEqual([finding]));
});

test('a misspelt key is one finding, two unrelated ones are two', () => {
  const schema = z.strictObject({ latency: duration(), jitter: duration().optional() });
  expect(told(schema, { latncy: '1s' })).toHaveLength(1);
  expect(told(schema, { jiter: '1s' }).map(([code, path]) => `${code} ${path}`)).toEqual([
    'MUS1010 latency',
    'MUS1011 jiter',
  ]);
});

test('what the schema reads is returned', () => {
  expect(checkSchema(z.strictObject({ a: duration() }), { a: '2s' })).toEqual({
    value: { a: 2000 },
    findings: [],
  });
});
