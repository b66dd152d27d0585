import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createSource, formatPath, problemAt } from './source.ts';

describe('createSource', () => {
  test('the place of an offset leads back to it', () => {
    const text = fc.array(fc.constantFrom('a', '\n', '\r\n', '🐢', ' ')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.nat(60), (content, wanted) => {
        const offset = Math.min(wanted, content.length);
        const { line, column } = createSource('f', content).place(offset);
        const before = content.split('\n').slice(0, line - 1);
        expect(before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1).toBe(offset);
      }),
    );
  });

  test('offsets outside give the ends', () => {
    const source = createSource('f', 'ab\nc');
    expect(source.place(-5)).toEqual({ file: 'f', line: 1, column: 1 });
    expect(source.place(99)).toEqual({ file: 'f', line: 2, column: 2 });
  });
});

test('formatPath quotes keys that are no plain words', () => {
  expect(formatPath(['spec', 'faults', 0, 'with', 'latency'])).toBe('spec.faults[0].with.latency');
  expect(formatPath(['spec', 'variables', 'checkout.url'])).toBe('spec.variables["checkout.url"]');
  expect(formatPath([])).toBe('');
});

test('a problem is short and cannot steer a terminal', () => {
  const place = { file: 'f', line: 1, column: 1 };
  const problem = problemAt(place, {
    code: 'MUS1011',
    message: `\u001b[31m\u202e${'x'.repeat(1000)}`,
    path: ['a\nb'],
  });
  expect(problem.message).toMatch(/^\\u001b\[31m\\u202ex+…$/);
  expect(problem.message.length).toBeLessThan(450);
  expect(problem.path).not.toContain('\n');
});
