import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseTemplate } from './template.ts';

const variable = (name: string) => ({ kind: 'variable', name });
const literal = (text: string) => ({ kind: 'literal', text });
const malformed = (text: string) => ({ kind: 'malformed', text });

describe('parseTemplate', () => {
  test.each([
    ['plain', [literal('plain')]],
    ['', []],
    ['${a}', [variable('a')]],
    [
      'http://${checkout.host}:${port_2}/',
      [literal('http://'), variable('checkout.host'), literal(':'), variable('port_2'), literal('/')],
    ],
    ['$${a}', [literal('${a}')]],
    ['$$${a}', [literal('$${a}')]],
    ['5 $ and $$', [literal('5 $ and $$')]],
    ['${}', [malformed('${}')]],
    ['${1a}', [malformed('${1a}')]],
    ['${a b}', [malformed('${a b}')]],
    ['x${a', [literal('x'), malformed('${a')]],
    ['${${a}}', [malformed('${${a}'), literal('}')]],
  ])('%j', (text, parts) => expect(parseTemplate(text)).toEqual(parts));

  test('any text survives when each ${ is written $${', () => {
    const text = fc
      .array(fc.constantFrom('$', '{', '}', 'a', '${', '$${', '${a}'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (raw) => {
        const parts = parseTemplate(raw.replaceAll('${', () => '$${'));
        expect(parts.every(({ kind }) => kind === 'literal')).toBe(true);
        expect(parts.map((part) => (part.kind === 'literal' ? part.text : '')).join('')).toBe(raw);
      }),
    );
  });
});
