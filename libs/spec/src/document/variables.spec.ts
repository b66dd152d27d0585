import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Bindings, readVariable, substitute, type VariableValue } from './variables.ts';

const run = (spec: Record<string, unknown>, bindings: Partial<Bindings> = {}) => {
  const { data, complaints, unknown } = substitute({ spec }, { overrides: {}, defaults: {}, ...bindings });
  return {
    spec: (data as { spec: Record<string, unknown> }).spec,
    told: complaints.map(({ code, path }) => `${code} ${path.join('.')}`),
    unknown: unknown.map((path) => path.join('.')),
  };
};

describe('values', () => {
  test('a text that is one variable takes its type, any other text takes its letters', () => {
    const { spec } = run({
      variables: { n: 5, b: true, t: '2s' },
      n: '${n}',
      b: '${b}',
      t: '${t}',
      mixed: 'x${n}/${b}',
    });
    expect(spec).toMatchObject({ n: 5, b: true, t: '2s', mixed: 'x5/true' });
  });

  test('the command line goes before the document, the document before the environment', () => {
    const bindings = { overrides: { a: 'line' }, defaults: { a: 'env', b: 'env', c: 'env' } };
    const { spec, told } = run({ variables: { a: 'own', b: 'own' }, v: '${a} ${b} ${c}' }, bindings);
    expect(spec['v']).toBe('line own env');
    expect(spec['variables']).toEqual({ a: 'line', b: 'own' });
    expect(told).toEqual([]);
  });

  test('variables of the document may be built of others, in any order', () => {
    const { spec } = run({
      variables: { url: '${host}:${port}', host: 'http://${name}', name: 'a', port: 80 },
      v: '${url}',
    });
    expect(spec['v']).toBe('http://a:80');
  });

  test('values from outside are no templates', () => {
    const { spec, told } = run({ v: '${a}${b}' }, { overrides: { a: '${b}' }, defaults: { b: '${' } });
    expect(spec['v']).toBe('${b}${');
    expect(told).toEqual([]);
  });

  test('keys are left alone, lists are not', () => {
    const { spec } = run({ variables: { a: 1 }, '${a}': ['${a}', { x: ['$${a}'] }] });
    expect(spec['${a}']).toEqual([1, { x: ['${a}'] }]);
  });

  test('an override frees a variable from what it refers to', () => {
    expect(run({ variables: { a: '${a}' }, v: '${a}' }, { overrides: { a: 1 } })).toMatchObject({
      told: [],
      spec: { v: 1 },
    });
  });

  test('any value arrives as it is', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean());
    fc.assert(
      fc.property(value, (bound: VariableValue) => {
        const { spec } = run({ v: '${a}', w: '<${a}>' }, { overrides: { a: bound } });
        expect([spec['v'], spec['w']]).toEqual([bound, `<${bound}>`]);
      }),
    );
  });
});

test.each<[string, VariableValue]>([
  ['5', 5],
  ['-1.5', -1.5],
  ['true', true],
  ['2s', '2s'],
  ['007', '007'],
  ['1e3', '1e3'],
  ['', ''],
  ['Infinity', 'Infinity'],
  ['12345678901234567890', '12345678901234567890'],
  ['1.50', '1.50'],
])('on a command line %j is %j', (text, value) => expect(readVariable(text)).toBe(value));

describe('complaints', () => {
  test('each place is told once, and what depends on it is only unknown', () => {
    const { told, unknown } = run({ variables: { a: '${gone}' }, v: '${a}', w: '${lost} ${lost}', x: '${' });
    expect(told).toEqual(['MUS1020 spec.variables.a', 'MUS1020 spec.w', 'MUS1021 spec.x']);
    expect(unknown).toEqual(['spec.variables.a', 'spec.v', 'spec.w', 'spec.x']);
  });

  test('a circle is told once', () => {
    const { told, unknown } = run({ variables: { a: '${b}', b: '${c}', c: '${a}' }, v: '${c}' });
    expect(told).toEqual(['MUS1022 spec.variables.a']);
    expect(unknown).toContain('spec.v');
  });

  test('names of prototypes are not bound', () => {
    expect(run({ v: '${constructor} ${toString}' }).told).toEqual(['MUS1020 spec.v', 'MUS1020 spec.v']);
  });

  test('a chain of variables is followed, but not without end', () => {
    const chain = (length: number) =>
      Object.fromEntries(
        Array.from({ length }, (_, index) => [`v${index}`, index === length - 1 ? 'x' : `\${v${index + 1}}`]),
      );
    expect(run({ variables: chain(90), v: '${v0}' })).toMatchObject({ told: [], spec: { v: 'x' } });
    expect(run({ variables: chain(20_000) }).told[0]).toBe('MUS1007 spec.variables.v100');
  });

  test('text that doubles with each variable is stopped', () => {
    const variables = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [
        `v${index}`,
        index === 0 ? 'x' : `\${v${index - 1}}\${v${index - 1}}`,
      ]),
    );
    expect(run({ variables }).told).toEqual([expect.stringContaining('MUS1007')]);
  });
});
