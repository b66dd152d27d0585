import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { duration } from '../quantity/duration.ts';
import { jsonSchemas } from './json-schema.ts';
import type { KindSchemas } from './kind-schemas.ts';
import { valueAt } from './raw.ts';

const kinds: KindSchemas = {
  faults: new Map([
    [
      'slow',
      {
        summary: 'Slows.',
        params: z.strictObject({
          latency: duration({ min: 1, max: 60_000 }).describe('By so much.'),
          steps: z.int().default(1),
          wait: duration().default(1500),
        }),
      },
    ],
    ['kill', { params: z.strictObject({}) }],
  ]),
  probes: new Map([
    ['ask', { params: z.strictObject({}), fields: { status: { type: 'number', summary: 'Code.' } } }],
  ]),
  drivers: new Map([
    ['box', { config: z.strictObject({ url: z.string() }), select: z.strictObject({ name: z.string() }) }],
  ]),
};
const schemas = jsonSchemas(kinds);
const spec = ['properties', 'spec', 'properties'];
const fault = valueAt(schemas.experiment, [...spec, 'faults', 'items']) as Record<string, unknown>;
const variable = { type: 'string', pattern: '\\$\\{' };

describe('experiment', () => {
  test('is draft 2020-12', () => {
    expect(schemas.experiment['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
  });

  test('offers the kinds with what they do', () => {
    expect(valueAt(fault, ['properties', 'fault', 'anyOf'])).toEqual([
      { const: 'slow', description: 'Slows.' },
      { const: 'kill' },
      variable,
    ]);
  });

  test('binds parameters to the kind, and requires them where the kind does', () => {
    expect(valueAt(fault, ['allOf', 0, 'if'])).toEqual({
      properties: { fault: { const: 'slow' } },
      required: ['fault'],
    });
    expect(valueAt(fault, ['allOf', 0, 'then'])).toMatchObject({
      required: ['with'],
      properties: { with: { required: ['latency'], additionalProperties: false } },
    });
    expect(valueAt(fault, ['allOf', 1, 'then', 'required'])).toEqual([]);
  });

  test('binds the selection of targets and the fields of probes', () => {
    expect(
      valueAt(schemas.experiment, [
        ...spec,
        'targets',
        'additionalProperties',
        'allOf',
        0,
        'then',
        'required',
      ]),
    ).toEqual(['select']);
    const probe = valueAt(schemas.experiment, [
      ...spec,
      'steadyState',
      'items',
      'allOf',
      0,
      'then',
      'properties',
    ]);
    expect(valueAt(probe, ['judge', 'properties', 'expect'])).toEqual({
      type: 'object',
      properties: { status: { description: 'Code. (number)', $ref: '#/$defs/condition-number' } },
      additionalProperties: false,
    });
  });

  test('takes a variable for numbers and durations, and shows the duration as an example', () => {
    const parameters = valueAt(fault, ['allOf', 0, 'then', 'properties', 'with', 'properties']);
    expect(valueAt(parameters, ['steps', 'anyOf', 1])).toEqual(variable);
    expect(valueAt(parameters, ['latency', 'anyOf', 1])).toEqual(variable);
    expect(valueAt(parameters, ['latency', 'examples'])).toContain('250ms');
    expect(valueAt(parameters, ['latency', 'description'])).toBe('By so much. Allowed: 1ms to 1m.');
    expect(valueAt(parameters, ['wait', 'default'])).toBe('1.5s');
    const pattern = new RegExp(valueAt(parameters, ['latency', 'anyOf', 0, 'pattern']) as string);
    expect(['250ms', '1m30s', '1 m 30 s'].every((text) => pattern.test(text))).toBe(true);
    expect(['5', 'soon', ''].some((text) => pattern.test(text))).toBe(false);
  });
});

test('an environment takes the configuration of each driver, and of no other', () => {
  const drivers = valueAt(schemas.environment, [...spec, 'drivers']);
  expect(drivers).toMatchObject({ properties: { box: { required: ['url'] } }, additionalProperties: false });
});

test('making them twice gives the same', () => expect(jsonSchemas(kinds)).toEqual(schemas));
