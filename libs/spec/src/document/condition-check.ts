// Conditions of `expect`: the probe has the field, the operator fits its type, and the literal has its unit.
import { aggregates } from '../experiment/condition.ts';
import type { ProblemCode } from '../problem.ts';
import { dataSizeKind, parseDataSize } from '../quantity/data-size.ts';
import { durationKind, parseDuration } from '../quantity/duration.ts';
import { parsePercent, percentKind } from '../quantity/percent.ts';
import { type QuantityKind, quantityHint } from '../quantity/quantities.ts';
import type { Draft } from './draft.ts';
import type { FieldType, KindSchemas } from './kind-schemas.ts';
import type { Path } from './loaded.ts';
import { isRecord, recordAt } from './raw.ts';
import { nounOf, quote } from './source.ts';
import { suggest } from './suggestion.ts';

type ProbeKind = KindSchemas['probes'] extends ReadonlyMap<string, infer Kind> ? Kind : never;

interface Field {
  readonly name: string;
  readonly type: FieldType;
}

export function checkExpectation(draft: Draft, path: Path, probe: ProbeKind | undefined): void {
  if (!probe) return;
  for (const [name, condition] of Object.entries(recordAt(draft.data, path) ?? {})) {
    const field = Object.hasOwn(probe.fields, name) ? probe.fields[name] : undefined;
    if (field) checkCondition(draft, [...path, name], { name, type: field.type }, condition);
    else if (!probe.openFields) {
      const hint = suggest(name, Object.keys(probe.fields), 'Fields');
      draft.report([...path, name], 'MUS1011', `the probe measures no ${quote(name)}`, { hint, aim: 'key' });
    }
  }
}

function checkCondition(draft: Draft, path: Path, field: Field, condition: unknown): void {
  if (!isRecord(condition)) return checkLiteral(draft, path, field, condition);
  for (const [operator, operand] of Object.entries(condition)) {
    if ((aggregates as readonly string[]).includes(operator))
      checkAggregate(draft, [...path, operator], field, operand);
    else checkComparison(draft, [...path, operator], field, operand);
  }
}

function checkAggregate(draft: Draft, path: Path, field: Field, comparison: unknown): void {
  const name = String(path.at(-1));
  if (field.type === 'text' || field.type === 'boolean') {
    return tellOperator(draft, path, field, `${name} cannot be taken of`);
  }
  for (const [operator, operand] of Object.entries(isRecord(comparison) ? comparison : {})) {
    checkComparison(draft, [...path, operator], field, operand);
  }
}

const ordering = new Set(['lt', 'lte', 'gt', 'gte']);
const textual = new Set(['matches', 'contains']);

function checkComparison(draft: Draft, path: Path, field: Field, operand: unknown): void {
  const operator = String(path.at(-1));
  if (textual.has(operator)) return checkTextual(draft, path, field, operand);
  if (ordering.has(operator) && (field.type === 'text' || field.type === 'boolean')) {
    return tellOperator(draft, path, field, `${operator} cannot compare`);
  }
  // `in` takes a list of literals.
  if (Array.isArray(operand))
    operand.forEach((literal, index) => checkLiteral(draft, [...path, index], field, literal));
  else checkLiteral(draft, path, field, operand);
}

function checkTextual(draft: Draft, path: Path, field: Field, operand: unknown): void {
  const operator = String(path.at(-1));
  if (field.type !== 'text') return tellOperator(draft, path, field, `${operator} cannot be applied to`);
  if (operator !== 'matches' || typeof operand !== 'string' || draft.isUnknown(path)) return;
  const why = whyNoPattern(operand);
  if (why === undefined) return;
  const hint = 'A backslash before a sign takes it as it is; `contains` knows no signs.';
  draft.report(path, 'MUS1013', `${quote(operand)} is no regular expression: ${why}`, { hint });
}

/** undefined: it is a pattern. */
function whyNoPattern(text: string): string | undefined {
  try {
    new RegExp(text, 'u');
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/^.*: /s, '').toLowerCase();
  }
}

const operatorHints: Readonly<Record<FieldType, string>> = {
  number: 'A number takes eq, ne, in, lt, lte, gt, gte.',
  duration: 'A duration takes eq, ne, in, lt, lte, gt, gte.',
  size: 'An amount of data takes eq, ne, in, lt, lte, gt, gte.',
  percent: 'A percentage takes eq, ne, in, lt, lte, gt, gte.',
  text: 'Text takes eq, ne, in, matches, contains.',
  boolean: 'true or false takes eq, ne, in.',
};

function tellOperator(draft: Draft, path: Path, field: Field, what: string): void {
  const hint = operatorHints[field.type];
  draft.report(path, 'MUS1012', `${what} ${quote(field.name)}, which is ${nouns[field.type]}`, {
    hint,
    aim: 'key',
  });
}

const nouns: Readonly<Record<FieldType, string>> = {
  number: 'a number',
  duration: 'a duration such as 400ms',
  size: 'an amount of data such as 64KB',
  percent: 'a percentage such as 5%',
  text: 'text',
  boolean: 'true or false',
};

const quantityKinds: Partial<Record<FieldType, QuantityKind>> = {
  duration: durationKind,
  size: dataSizeKind,
  percent: percentKind,
};

const quantityParsers: Partial<Record<FieldType, (text: string) => number | undefined>> = {
  duration: parseDuration,
  size: parseDataSize,
  percent: parsePercent,
};

function checkLiteral(draft: Draft, path: Path, field: Field, literal: unknown): void {
  // Lists and mappings are no literals: the document's schema has told it.
  if (draft.isUnknown(path) || literal === null || typeof literal === 'object') return;
  const code = literalProblem(field.type, literal);
  if (!code) return;
  const found = typeof literal === 'string' ? quote(literal) : nounOf(literal);
  const kind = quantityKinds[field.type];
  const hint = code === 'MUS1014' && kind ? quantityHint(kind, literal) : undefined;
  draft.report(path, code, `expected ${nouns[field.type]} for ${quote(field.name)}, found ${found}`, {
    hint,
  });
}

function literalProblem(type: FieldType, literal: unknown): ProblemCode | undefined {
  const parse = quantityParsers[type];
  if (parse) {
    if (typeof literal === 'boolean') return 'MUS1012';
    return typeof literal === 'string' && parse(literal) !== undefined ? undefined : 'MUS1014';
  }
  const wanted = type === 'text' ? 'string' : type;
  return typeof literal === wanted ? undefined : 'MUS1012';
}
