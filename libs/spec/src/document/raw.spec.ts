import { expect, test } from '@jest/globals';
import { valueAt, withValueAt } from './raw.ts';

test('valueAt sees own keys only', () => {
  expect(valueAt({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1);
  expect(valueAt({ a: 1 }, ['toString'])).toBeUndefined();
  expect(valueAt([1], ['length', 'x'])).toBeUndefined();
  expect(valueAt({ a: 1 }, [])).toEqual({ a: 1 });
});

test('withValueAt copies the way to the value and leaves the rest', () => {
  const before = { a: [{ b: 1 }, { b: 2 }], c: {} };
  const after = withValueAt(before, ['a', 1, 'b'], 3) as typeof before;
  expect(after).toEqual({ a: [{ b: 1 }, { b: 3 }], c: {} });
  expect(before.a[1]).toEqual({ b: 2 });
  expect(after.c).toBe(before.c);
  expect(withValueAt({}, ['x', 'y'], 1)).toEqual({ x: { y: 1 } });
});
