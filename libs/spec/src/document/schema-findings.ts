// Checks data against a zod schema and tells what is wrong as findings: a path, a stable code, a message, a hint.
import type { z } from 'zod';
import { type ProblemCode, problemCodes } from '../problem.ts';
import type { Path } from './loaded.ts';
import { type QuantityKind, quantityHint } from '../quantity/quantities.ts';
import { recordAt, valueAt } from './raw.ts';
import { messageOf, nounOfType, oneOf, withFound } from './schema-message.ts';
import { keysAt, quantityAt } from './schema-shape.ts';
import { quote } from './source.ts';
import { nearest, suggest } from './suggestion.ts';
import { type FlatIssue, flatten } from './union-branch.ts';

export interface Finding {
  readonly path: Path;
  /** Whether the key or the value is at fault. */
  readonly aim: 'key' | 'value';
  readonly code: ProblemCode;
  readonly message: string;
  readonly hint?: string | undefined;
}

export interface Checked {
  /** As the schema reads it; undefined if there are findings. */
  readonly value: unknown;
  readonly findings: readonly Finding[];
}

export function checkSchema(schema: z.ZodType, data: unknown): Checked {
  const result = schema.safeParse(data, { error: messageOf });
  if (result.success) return { value: result.data, findings: [] };
  const issues = withoutEchoes(flatten(result.error.issues, data));
  const findings = issues.flatMap((issue) => findingsOf(issue, schema, data));
  return { value: undefined, findings: withoutMisspelt(findings, schema, data) };
}

/** A rule about a mapping as a whole adds nothing where the mapping has unknown keys. */
function withoutEchoes(issues: readonly FlatIssue[]): FlatIssue[] {
  const unknown = issues.filter(({ code }) => code === 'unrecognized_keys');
  const misspelt = new Set(unknown.map(({ path }) => path.join('\n')));
  return issues.filter(({ code, path }) => code !== 'custom' || !misspelt.has(path.join('\n')));
}

function findingsOf(issue: FlatIssue, schema: z.ZodType, data: unknown): Finding[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey([...path, key], schema, data));
  const value = valueAt(data, path);
  const name = path.at(-1);
  if (value === undefined && typeof name === 'string')
    return [missingKey(path, issue, quantityAt(schema, path))];
  const quantity = quantityAt(schema, path);
  const { code, message, hint } = judge(issue, value, quantity !== undefined);
  return [
    {
      path,
      aim: issue.code === 'invalid_key' ? 'key' : 'value',
      code,
      message: withFound(message, value),
      hint: code === 'MUS1014' && quantity ? quantityHint(quantity, value) : hint,
    },
  ];
}

function unknownKey(path: Path, schema: z.ZodType, data: unknown): Finding {
  const name = String(path.at(-1));
  const parent = path.slice(0, -1);
  const present = recordAt(data, parent) ?? {};
  const known = keysAt(schema, parent);
  const free = known.filter((key) => !Object.hasOwn(present, key));
  const near = nearest(name, free);
  const hint = near === undefined ? suggest(name, known, 'Known keys') : `Did you mean "${near}"?`;
  return { path, aim: 'key', code: 'MUS1011', message: `unknown key ${quote(name)}`, hint };
}

function missingKey(path: Path, issue: FlatIssue, quantity: QuantityKind | undefined): Finding {
  const message = `missing key ${quote(path.at(-1))}${wanted(issue, quantity)}`;
  return { path, aim: 'key', code: 'MUS1010', message };
}

function wanted(issue: FlatIssue, quantity: QuantityKind | undefined): string {
  if (issue.code === 'invalid_value') return `: ${oneOf(issue.values)}`;
  if (quantity) return `: expected ${quantity.noun} ${quantity.how.replace(/^as/, 'such as')}`;
  return issue.code === 'invalid_type' ? `: expected ${nounOfType(issue.expected)}` : '';
}

type Judged = Pick<Finding, 'code' | 'message' | 'hint'>;

function judge(issue: FlatIssue, value: unknown, isQuantity: boolean): Judged {
  switch (issue.code) {
    case 'invalid_type':
      return {
        code: typeCode(value, isQuantity),
        message: issue.message,
        hint: typeHint(issue, value, isQuantity),
      };
    case 'invalid_value':
      return { code: 'MUS1013', message: issue.message, hint: valueHint(issue.values, value) };
    case 'mismatch':
      return mismatch(issue, value, isQuantity);
    case 'custom':
      return { code: codeOf(issue.params?.mus), message: issue.message };
    case 'invalid_key':
      return { code: 'MUS1013', message: issue.issues[0]?.message ?? 'key not allowed' };
    default:
      return { code: 'MUS1013', message: issue.message };
  }
}

function mismatch(
  issue: Extract<FlatIssue, { code: 'mismatch' }>,
  value: unknown,
  isQuantity: boolean,
): Judged {
  const expected = [...new Set([...issue.values.map(String), ...issue.types.map(nounOfType)])];
  const message = oneOf(expected);
  const isNearValue = issue.values.some((known) => typeof known === typeof value);
  if (isNearValue) return { code: 'MUS1013', message, hint: valueHint(issue.values, value) };
  return { code: typeCode(value, isQuantity), message };
}

/** A number where a quantity is expected lacks its unit; anything else has the wrong type. */
const typeCode = (value: unknown, isQuantity: boolean): ProblemCode =>
  isQuantity && typeof value === 'number' ? 'MUS1014' : 'MUS1012';

function valueHint(values: readonly unknown[], value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const near = nearest(value, values.map(String));
  return near === undefined ? undefined : `Did you mean "${near}"?`;
}

function typeHint(
  { expected }: { readonly expected: string },
  value: unknown,
  isQuantity: boolean,
): string | undefined {
  if (value === null) return 'Write a value, or remove the key.';
  const isPlain = typeof value === 'number' || typeof value === 'boolean';
  if (expected === 'string' && isPlain && !isQuantity) return `Put it in quotes: "${value}".`;
  if (expected === 'array' && typeof value === 'string') return `Write a list: [${quote(value)}].`;
  return undefined;
}

function codeOf(mus: unknown): ProblemCode {
  return typeof mus === 'string' && Object.hasOwn(problemCodes, mus) ? (mus as ProblemCode) : 'MUS1013';
}

/** A misspelt key is one mistake, not two: the key that it was meant to be does not count as missing as well. */
function withoutMisspelt(findings: readonly Finding[], schema: z.ZodType, data: unknown): Finding[] {
  const missing = findings.filter(({ code }) => code === 'MUS1010');
  const meant = new Set<Finding>();
  for (const { code, path } of findings) {
    if (code !== 'MUS1011') continue;
    const parent = path.slice(0, -1);
    const present = recordAt(data, parent) ?? {};
    const near = nearest(
      String(path.at(-1)),
      keysAt(schema, parent).filter((key) => !Object.hasOwn(present, key)),
    );
    const target = missing.find(
      (other) => other.path.at(-1) === near && isSame(other.path.slice(0, -1), parent),
    );
    if (target) meant.add(target);
  }
  return findings.filter((finding) => !meant.has(finding));
}

const isSame = (a: Path, b: Path): boolean =>
  a.length === b.length && a.every((part, index) => part === b[index]);
