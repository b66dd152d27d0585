import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { duration } from '../quantity/duration.ts';
import type { KindSchemas } from './kind-schemas.ts';
import { loadDocuments } from './load.ts';

const kinds: KindSchemas = {
  faults: new Map([['slow', { params: z.strictObject({ latency: duration() }) }]]),
  probes: new Map([
    [
      'ask',
      {
        params: z.strictObject({ wait: duration().default(2000) }),
        fields: { status: { type: 'number', summary: 'Code.' } },
      },
    ],
  ]),
  drivers: new Map([['box', { config: z.strictObject({}), select: z.strictObject({ name: z.string() }) }]]),
};

const experiment = `# comment
apiVersion: muster/v1
kind: Experiment
metadata: {name: slow-payments}
spec:
  hypothesis: It holds.
  variables: {delay: 300ms}
  targets:
    payments: {driver: box, select: {name: payments}}
  steadyState:
    - name: answers
      probe: ask
      judge:
        expect: {status: 200}
  faults:
    - name: slow
      fault: slow
      target: payments
      with:
        latency: \${delay}
      for: 30s
`;
const load = (text: string, more: Partial<Parameters<typeof loadDocuments>[0]> = {}) =>
  loadDocuments({ file: 'a.yaml', text, kinds, ...more });

describe('a sound file', () => {
  const { documents, problems } = load(experiment);
  const [document] = documents;

  test('has no problems', () => expect(problems).toEqual([]));

  test('holds what the schemas of the kinds read', () => {
    if (document?.kind !== 'Experiment') throw new Error('expected an experiment');
    expect(document.value.spec.faults[0]?.with).toEqual({ latency: 300 });
    expect(document.value.spec.steadyState[0]?.with).toEqual({ wait: 2000 });
    expect(document.value.spec.faults[0]?.for).toBe(30_000);
  });

  test.each([
    [['spec', 'faults', 0, 'with', 'latency'], 20, 18],
    [['spec', 'faults', 0, 'with'], 19, 7],
    [['spec', 'faults', 0], 16, 7],
    [['spec', 'faults', 0, 'delay'], 16, 7],
    [['spec', 'steadyState', 0, 'judge', 'over'], 13, 7],
    [['spec', 'timing', 'undo'], 5, 1],
    [['spec', 'targets', 'payments', 'driver'], 9, 24],
    [[], 2, 1],
  ])('%j is at %d:%d', (path, line, column) => {
    expect(document?.place(path)).toEqual({ file: 'a.yaml', line, column });
  });

  test('later checks can tell problems of it', () => {
    expect(document?.problem(['spec', 'service'], 'MUS1031', 'no service is named x')).toEqual({
      code: 'MUS1031',
      message: 'no service is named x',
      hint: 'Define it or correct the name.',
      file: 'a.yaml',
      line: 5,
      column: 1,
      path: 'spec.service',
    });
  });
});

describe('variables', () => {
  test('from the command line go first', () => {
    const [document] = load(experiment, { overrides: { delay: '5ms' }, defaults: { delay: '1s' } }).documents;
    expect(document?.value.spec).toMatchObject({
      faults: [{ with: { latency: 5 } }],
      variables: { delay: '5ms' },
    });
  });

  test('of the environment serve where the document has none', () => {
    const text = experiment.replace('{delay: 300ms}', '{}');
    expect(load(text).problems.map(({ code, line, column }) => [code, line, column])).toEqual([
      ['MUS1020', 20, 18],
    ]);
    expect(load(text, { defaults: { delay: '1s' } }).documents[0]?.value.spec).toMatchObject({
      faults: [{ with: { latency: 1000 } }],
    });
  });
});

test('documents of one file are judged one by one', () => {
  const service =
    'apiVersion: muster/v1\nkind: Service\nmetadata: {name: checkout}\nspec: {owner: team-checkout}\n';
  const { documents, problems } = load(`${experiment.replace('for: 30s', 'for: 30')}---\n${service}---\n`);
  expect(documents.map(({ kind }) => kind)).toEqual(['Service']);
  expect(problems.map(({ code, line }) => [code, line])).toEqual([['MUS1014', 21]]);
});

test('aliases are written out', () => {
  const text = experiment.replace('latency: ${delay}', 'latency: &slow 1s').replace('for: 30s', 'for: *slow');
  expect(load(text).documents[0]?.value.spec).toMatchObject({
    faults: [{ with: { latency: 1000 }, for: 1000 }],
  });
});

describe('whatever the file holds', () => {
  const isInside = (text: string, place: { line: number; column: number }): boolean => {
    const line = text.split('\n')[place.line - 1];
    return line !== undefined && place.column >= 1 && place.column <= line.length + 1;
  };
  const judge = (text: string): void => {
    const { documents, problems } = load(text);
    expect(documents.length + problems.length).toBeGreaterThan(0);
    expect(problems.filter((problem) => !isInside(text, problem))).toEqual([]);
  };

  test('any bytes give documents or problems', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const { documents, problems } = loadDocuments({ file: 'a.yaml', bytes, kinds });
        expect(documents.length + problems.length).toBeGreaterThan(0);
      }),
    );
  });

  test('any text gives problems inside of it', () => {
    const signs = fc.constantFrom(
      'a',
      ' ',
      '\n',
      ':',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '&a ',
      '*a',
      '!t ',
      '|',
      '#',
      '${',
      '\t',
      '---\n',
      '? ',
      ',',
    );
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 60 }), (parts) => judge(parts.join(''))),
      { numRuns: 1000 },
    );
  });

  test('a sound file that was damaged gives problems inside of it, or is still sound', () => {
    fc.assert(
      fc.property(
        fc.nat(experiment.length),
        fc.nat(30),
        fc.constantFrom('', ' ', 'x', '\n', ':', '[', '}', '"', '1'),
        (at, length, put) => judge(experiment.slice(0, at) + put + experiment.slice(at + length)),
      ),
      { numRuns: 500 },
    );
  });

  test('any data in place of the spec gives problems inside of the text', () => {
    const head = 'apiVersion: muster/v1\nkind: Experiment\nmetadata: {name: x}\nspec: ';
    const key = fc.oneof(
      fc.constantFrom('targets', 'faults', 'steadyState', 'abort', 'expect', 'variables', 'with', 'judge'),
      fc.string(),
    );
    const { tree } = fc.letrec((tie) => ({
      leaf: fc.oneof(
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.constantFrom('30s', 'ask', 'slow', '${a}'),
      ),
      list: fc.array(tie('tree'), { maxLength: 4 }),
      map: fc.dictionary(key, tie('tree'), { maxKeys: 5 }),
      tree: fc.oneof({ maxDepth: 5 }, tie('leaf'), tie('list'), tie('map')),
    }));
    fc.assert(
      fc.property(tree, (data) => judge(head + JSON.stringify(data))),
      { numRuns: 500 },
    );
  });
});
