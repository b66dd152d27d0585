// What a schema says of a value, in the words of someone who writes YAML. A schema's own message goes first.
import type { z } from 'zod';
import { nounOf, quote } from './source.ts';

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

const nouns: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  null: 'nothing',
};

/** `a mapping` for zod's `object`. */
export const nounOfType = (type: string): string => nouns[type] ?? type;

export function oneOf(values: readonly unknown[]): string {
  const shown = values.slice(0, 20).map((value) => (typeof value === 'string' ? value : String(value)));
  return shown.length === 1
    ? `expected ${shown[0]}`
    : `expected one of ${shown.join(', ')}${values.length > 20 ? ', …' : ''}`;
}

/** Message of an issue for which the schema has none of its own. */
export function messageOf(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${nounOfType(issue.expected)}, found ${found(issue.input)}`;
    case 'invalid_value':
      return oneOf(issue.values);
    case 'too_small':
      return tooSmall(issue, Number(issue.minimum));
    case 'too_big':
      return tooBig(issue, Number(issue.maximum));
    case 'not_multiple_of':
      return `expected a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return issue.pattern && issue.format === 'regex'
        ? `expected text like ${issue.pattern}`
        : `expected ${issue.format}`;
    case 'custom':
      return 'value not allowed';
    default:
      return undefined;
  }
}

/** Adds what was found to "expected …", unless the schema said it. */
export function withFound(message: string, value: unknown): string {
  return message.startsWith('expected') && !message.includes('found')
    ? `${message}, found ${found(value)}`
    : message;
}

const found = (value: unknown): string =>
  typeof value === 'string' ? `text ${quote(value)}` : nounOf(value);

interface Size {
  readonly origin: string;
  readonly inclusive?: boolean;
  readonly input?: unknown;
}

function tooSmall({ origin, inclusive, input }: Size, minimum: number): string {
  if (origin === 'string')
    return minimum === 1 ? 'the text is empty' : `expected at least ${minimum} characters`;
  if (origin === 'array') return `expected ${count(minimum)} or more, found ${lengthOf(input)}`;
  return `${String(input)} is ${inclusive ? 'less than' : 'not more than'} ${minimum}`;
}

function tooBig({ origin, inclusive, input }: Size, maximum: number): string {
  if (origin === 'string') return `expected at most ${maximum} characters, found ${lengthOf(input)}`;
  if (origin === 'array') return `expected ${count(maximum)} or fewer, found ${lengthOf(input)}`;
  return `${String(input)} is ${inclusive ? 'more than' : 'not less than'} ${maximum}`;
}

const count = (items: number): string => (items === 1 ? '1 item' : `${items} items`);

const lengthOf = (value: unknown): string =>
  typeof value === 'string' || Array.isArray(value) ? String(value.length) : nounOf(value);
