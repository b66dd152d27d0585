// Every broken file is told with exactly its codes and places (expected.json: `code line:column`), soon, and nothing
// throws. What a user reads of each is kept as a snapshot. Files that would be large are made here.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { formatProblem, type LoadResult, loadDocuments, problemCodes } from '#spec';
import { kinds } from './kinds.ts';

const folder = new URL('./files/', import.meta.url);
const expected = JSON.parse(readFileSync(new URL('./expected.json', import.meta.url), 'utf8')) as Record<
  string,
  string[]
>;
const boundMs = 30_000;

function loadInTime(file: string, content: string | Uint8Array): LoadResult {
  const started = performance.now();
  const result = loadDocuments({
    file,
    kinds,
    ...(typeof content === 'string' ? { text: content } : { bytes: content }),
  });
  expect(performance.now() - started).toBeLessThan(boundMs);
  return result;
}

const summary = ({ problems }: LoadResult): string[] =>
  problems.map(({ code, line, column }) => `${code} ${line}:${column}`).toSorted();

describe('broken files', () => {
  test('each file has its expectation and each expectation its file', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
    expect(files.toSorted()).toEqual(Object.keys(expected).toSorted());
    expect(files.length).toBeGreaterThanOrEqual(60);
  });

  test.each(Object.keys(expected))('%s', (name) => {
    const result = loadInTime(name, readFileSync(new URL(name, folder)));
    expect(summary(result)).toEqual(expected[name]?.toSorted());
    // The first of two documents of one name is sound by itself.
    expect(result.documents).toHaveLength(name === 'same-name-twice.yaml' ? 1 : 0);
    for (const problem of result.problems) {
      expect(problem.file).toBe(name);
      expect(problem.message).not.toMatch(/invalid input|undefined|\[object/i);
      expect(problem.hint).not.toBe('');
    }
    expect(result.problems.map(formatProblem).join('\n')).toMatchSnapshot();
    const places = result.problems.map(({ line, column }) => [line, column]);
    expect(places).toEqual(places.toSorted(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d));
  });

  test('every code that a single file can have is met', () => {
    const met = new Set(
      Object.values(expected).flatMap((problems) => problems.map((problem) => problem.slice(0, 7))),
    );
    met.add('MUS1004');
    // 1001: reading is done by the caller. 1034 to 1036: need more than one file or the capabilities of a driver.
    const elsewhere = ['MUS1001', 'MUS1034', 'MUS1035', 'MUS1036'];
    expect([...met, ...elsewhere].toSorted()).toEqual(Object.keys(problemCodes).toSorted());
  });
});

describe('large files', () => {
  test.each([
    ['one byte too many', '#'.repeat(1_048_577), ['MUS1004 1:1']],
    ['the largest allowed', `${'#'.repeat(1_048_575)}\n`, ['MUS1003 1:1']],
    ['lists without end', '['.repeat(1_000_000), ['MUS1007']],
    ['sequences without end', '- '.repeat(500_000), ['MUS1007']],
    ['mappings without end', '{a: '.repeat(250_000), ['MUS1007']],
    ['only quotes', '"'.repeat(1_000_000), ['MUS1007']],
    ['only tags', '! '.repeat(500_000), ['MUS1007']],
    ['only anchors', '&a '.repeat(340_000), ['MUS1007']],
    ['many documents', '---\n'.repeat(260_000), ['MUS1007']],
    ['many values', `[${'1,'.repeat(500_000)}]`, ['MUS1007']],
    ['many keys', Array.from({ length: 90_000 }, (_, index) => `k${index}: 1`).join('\n'), ['MUS1007']],
    ['one long line', `a: ${'x'.repeat(1_000_000)}`, undefined],
    ['one long key', `${'x'.repeat(1_000_000)}: 1`, undefined],
    [
      'many unbound variables',
      `spec: {variables: {${Array.from({ length: 9000 }, (_, i) => `v${i}: "\${w${i}}"`).join()}}}`,
      undefined,
    ],
    [
      'many unknown keys',
      `kind: Service\nspec: {${Array.from({ length: 9000 }, (_, i) => `owne${i}: 1`).join()}}`,
      undefined,
    ],
    ['many variables in one text', `a: "${'${b}'.repeat(200_000)}"`, undefined],
    ['many dollars', `a: "${'$'.repeat(1_000_000)}"`, undefined],
    ['many unclosed variables', `a: "${'${'.repeat(400_000)}"`, undefined],
  ])('%s', (name, text, codes) => {
    const result = loadInTime(name, text);
    expect(result.documents).toEqual([]);
    expect(result.problems.length).toBeGreaterThan(0);
    if (codes)
      expect(summary(result).map((line, index) => line.slice(0, codes[index]?.length))).toEqual(codes);
  });
});
