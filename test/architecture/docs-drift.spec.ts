// What is derived from declarations is as the declarations are; and every declaration says what it is.
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { describeCatalogue } from '#core';
import { faults } from '#faults';
import { probes } from '#probes';
import {
  describeParameters,
  environmentSchema,
  experimentSchema,
  type ParameterDescription,
  serviceSchema,
} from '#spec';
import { drivers } from '#targets';
import { runEvents } from '../../tools/docs/events.page.ts';
import { generatedFiles, outOfDate } from '../../tools/docs/generated-files.ts';

const files = generatedFiles();
const read = (path: string) => readFileSync(path, 'utf8');
const sentence = /^\S.*\.$/s;

describe('generated files (`npm run docs` writes them)', () => {
  test.each(Object.keys(files))('%s', (path) => expect(read(path)).toBe(files[path]));

  test.each(['docs/generated', 'docs/schemas'])('nothing else lies in %s', (folder) => {
    const listed = Object.keys(files).filter((path) => path.startsWith(`${folder}/`));
    expect(globSync(`${folder}/**/*.*`).toSorted()).toEqual(listed.toSorted());
  });

  test('a file that was changed by hand, or is missing, is out of date', () => {
    const changed = (path: string) => (path === 'docs/generated/faults.md' ? '' : files[path]);
    expect(outOfDate(files, changed).map(([path]) => path)).toEqual(['docs/generated/faults.md']);
    expect(outOfDate(files, () => undefined)).toHaveLength(Object.keys(files).length);
  });
});

describe('declarations', () => {
  const catalogue = describeCatalogue({ faults, probes, drivers });
  const parameters: [of: string, ParameterDescription][] = [
    ...catalogue.faults.flatMap(({ kind, parameters: all }) => listed(`fault ${kind}`, all)),
    ...catalogue.probes.flatMap(({ kind, parameters: all }) => listed(`probe ${kind}`, all)),
    ...catalogue.drivers.flatMap(({ kind, select, settings }) => {
      return [...listed(`driver ${kind}`, select), ...listed(`driver ${kind}`, settings)];
    }),
    ...[experimentSchema, environmentSchema, serviceSchema].flatMap((schema) =>
      listed('document', describeParameters(schema)),
    ),
  ];

  test('every parameter and every key says what it is', () => {
    const silent = parameters.filter(([, { description }]) => !sentence.test(description));
    expect(silent.map(([of, { name }]) => `${of}: ${name}`)).toEqual([]);
  });

  test('every kind says what it does', () => {
    const kinds = [...catalogue.faults, ...catalogue.probes, ...catalogue.drivers];
    const silent = kinds.filter(({ title, summary }) => title === '' || !sentence.test(summary));
    expect(silent.map(({ kind }) => kind)).toEqual([]);
  });

  test('every event of a run says what happened', () => {
    expect(runEvents().length).toBeGreaterThan(20);
    expect(runEvents().filter(({ meaning }) => !sentence.test(meaning))).toEqual([]);
  });
});

function listed(of: string, all: readonly ParameterDescription[]): [string, ParameterDescription][] {
  return all.map((parameter) => [of, parameter]);
}
