import { describe, expect, test } from '@jest/globals';
import { nearest, suggest } from './suggestion.ts';

const known = ['latency', 'jitter', 'failingFor', 'noDataFor', 'gte', 'network-latency'];

describe('nearest', () => {
  test.each([
    ['latncy', 'latency'],
    ['Latency', 'latency'],
    ['jiter', 'jitter'],
    ['failing_for', 'failingFor'],
    ['networkLatency', 'network-latency'],
    ['gt', 'gte'],
    ['noDatFor', 'noDataFor'],
  ])('%s is %s', (written, meant) => expect(nearest(written, known)).toBe(meant));

  test.each(['', 'bandwidth', 'x', 'k'.repeat(100_000)])('%s is none of them', (written) => {
    expect(nearest(written, known)).toBeUndefined();
  });

  test('a name is not its own correction', () => expect(nearest('gte', ['gte'])).toBeUndefined());
});

describe('suggest', () => {
  test('names the nearest', () => expect(suggest('latncy', known)).toBe('Did you mean "latency"?'));
  test('else lists what there is', () =>
    expect(suggest('bandwidth', ['a', 'b'], 'Known keys')).toBe('Known keys: a, b.'));
  test('shortens a long list', () => {
    const many = Array.from({ length: 30 }, (_, index) => `name-${index}`);
    expect(suggest('bandwidth', many)).toMatch(/name-19, …\.$/);
  });
  test('says nothing where there is nothing', () => expect(suggest('a', [])).toBeUndefined());
});
