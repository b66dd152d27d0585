// The JSON Schemas that editors use, held against a validator of the standard: they take what is right, and refuse what
// is wrong wherever a schema can tell.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parseAllDocuments } from 'yaml';
import { faults } from '#faults';
import { probes } from '#probes';
import { jsonSchemas, type KindSchemas } from '#spec';
import { drivers } from '#targets';
import { kinds as kindsOfBroken } from '../broken/kinds.ts';

const schemaLine = /^# yaml-language-server: \$schema=(\S+)\n/;

/** Broken files that no schema can tell from sound ones. */
const beyondSchemas: Readonly<Record<string, string>> = {
  'duration-out-of-range.yaml': 'a schema sets no limits to text with a unit',
  'fault-parameters-conflict.yaml': 'a schema compares no two values',
  'missing-kind.yaml': 'without its kind, a document has no schema',
  'yaml-1-1-directive.yaml': 'it is right in the YAML that it declares',
};

/** What an editor makes of a document: undefined where its kind has no schema. */
function validatorOf(kinds: KindSchemas): (document: unknown) => readonly string[] | undefined {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    strictRequired: false,
    strictTuples: false,
    allowUnionTypes: true,
    formats: { uri: (text: string) => URL.canParse(text), regex: isPattern },
  });
  const validators = Object.fromEntries(
    Object.entries(jsonSchemas(kinds)).map(([name, schema]) => [name, ajv.compile(schema)]),
  );
  return (document) => {
    const { kind } = Object(document) as { kind?: unknown };
    const validate = validators[String(kind).toLowerCase()];
    if (validate === undefined) return undefined;
    validate(document);
    return validate.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`) ?? [];
  };
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}

const problemsOf = validatorOf({ faults, probes, drivers });
const files = globSync(['apps', 'docs', 'experiments', 'libs'].map((root) => `${root}/**/*.yaml`)).toSorted();
const documentsIn = (text: string): unknown[] => parseAllDocuments(text).map((one) => one.toJS() as unknown);

describe.each(files)('%s', (file) => {
  const text = readFileSync(file, 'utf8');

  test('is right', () => {
    for (const document of documentsIn(text)) expect(problemsOf(document)).toEqual([]);
  });

  test('names its schema in the first line', () => {
    const [, reference = ''] = schemaLine.exec(text) ?? [];
    const { kind } = documentsIn(text)[0] as { kind: string };
    expect(path.join(path.dirname(file), reference)).toBe(`docs/schemas/${kind.toLowerCase()}.json`);
  });
});

test('there are examples, and every kind of document has a schema', () => {
  expect(files.length).toBeGreaterThan(15);
  expect(problemsOf({ kind: 'Experiment' })).not.toEqual([]);
  expect(problemsOf({ kind: 'Other' })).toBeUndefined();
});

test('the example of every kind is right', () => {
  const spec = {
    hypothesis: 'Every example is right.',
    targets: Object.fromEntries(
      [...drivers].map(([driver, { example }]) => [driver, { driver, select: example }]),
    ),
    steadyState: [...probes].map(([probe, { example }]) => {
      return { name: probe, probe, with: example, judge: { expect: {} } };
    }),
    faults: [...faults].map(([fault, { example }]) => {
      return { name: fault, fault, target: 'any', with: example, for: '2s' };
    }),
  };
  const head = { apiVersion: 'muster/v1', kind: 'Experiment', metadata: { name: 'all-kinds' } };
  expect(problemsOf({ ...head, spec })).toEqual([]);
});

describe('broken files', () => {
  const problemsOfBroken = validatorOf(kindsOfBroken);
  const expected = JSON.parse(readFileSync('test/broken/expected.json', 'utf8')) as Record<string, string[]>;
  /** Missing, unknown, wrong type, out of range, without unit, unknown kind. */
  const bySchema = /^MUS10(?:1[0-4]|30)/;
  const broken = Object.keys(expected).filter((name) => expected[name]?.every((one) => bySchema.test(one)));
  const problemsIn = (name: string): readonly string[] => {
    const text = readFileSync(`test/broken/files/${name}`, 'utf8');
    return documentsIn(text).flatMap((document) => problemsOfBroken(document) ?? []);
  };

  test('there are many', () => expect(broken.length).toBeGreaterThan(40));

  test.each(broken.filter((name) => !(name in beyondSchemas)))(
    '%s is refused by the schema as well',
    (name) => {
      expect(problemsIn(name)).not.toEqual([]);
    },
  );

  test.each(Object.entries(beyondSchemas))('%s is not: %s', (name) => expect(problemsIn(name)).toEqual([]));
});
