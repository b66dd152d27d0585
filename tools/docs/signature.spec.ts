import { expect, test } from '@jest/globals';
import ts from 'typescript';
import { signatureOf } from './signature.ts';

function signature(text: string, name: string): string {
  const source = ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, true);
  return signatureOf(source.statements[0]!, name, source);
}

test.each([
  [
    'export interface A { /** why */ readonly b: string;\n c?: number }',
    'interface A { b: string; c?: number; }',
    '',
  ],
  ["export type A =\n  | 'a' // why\n  | 'b';", "type A = 'a' | 'b'", ''],
  ['export function f<T>(a: T, b = 2): T { return a; }', 'function f<T>(a: T, b = 2): T', ''],
  ['export async function f(): Promise<void> { await g(); }', 'function f(): Promise<void>', ''],
  ['export const a: number = 1;', 'const a: number', 'a'],
  ['export const a = (b: string): number => b.length;', 'const a: (b: string) => number', 'a'],
  ['export const a = { b: 1 };', 'const a', 'a'],
  [
    'export class A extends B { readonly #c = 1; private d = 2; e: string = ""; constructor(f: number) { super(f); } async g(h = 1): Promise<void> { h; } }',
    'class A extends B { e: string; constructor(f: number); g(h = 1): Promise<void> }',
    '',
  ],
])('%s', (text, expected, name) => expect(signature(text, name)).toBe(expected));
