// Conditions in JSON Schema, one definition for each type of field: its literals, and the operators that fit it
// (condition-check.ts tells the same of a file).
import { z } from 'zod';
import { aggregates, condition } from '../experiment/condition.ts';
import { dataSize } from '../quantity/data-size.ts';
import { duration } from '../quantity/duration.ts';
import { percent } from '../quantity/percent.ts';
import type { FieldType } from './kind-schemas.ts';
import { type JsonSchema, plainSchema } from './plain-schema.ts';

const literals: Readonly<Record<FieldType, z.ZodType>> = {
  number: z.number(),
  duration: duration(),
  size: dataSize(),
  percent: percent(),
  text: z.string(),
  boolean: z.boolean(),
};

const ordered = ['eq', 'ne', 'in', 'lt', 'lte', 'gt', 'gte'];
const operators: Readonly<Record<FieldType, readonly string[]>> = {
  number: ordered,
  duration: ordered,
  size: ordered,
  percent: ordered,
  text: ['eq', 'ne', 'in', 'matches', 'contains'],
  boolean: ['eq', 'ne', 'in'],
};

export const conditionOn = (type: FieldType): JsonSchema => ({ $ref: `#/$defs/condition-${type}` });

/** What `conditionOn` refers to, for `$defs`. */
export function conditionDefinitions(): Record<string, JsonSchema> {
  const any = plainSchema(condition)['$defs'] as Record<string, { properties: Record<string, JsonSchema> }>;
  const described = any['comparison']?.properties ?? {};
  return Object.fromEntries(
    (Object.keys(literals) as FieldType[]).flatMap((type) => definitionsOn(type, described)),
  );
}

function definitionsOn(type: FieldType, described: Record<string, JsonSchema>): [string, JsonSchema][] {
  const { $schema: _, ...literal } = plainSchema(literals[type]);
  const comparison = mapping(operators[type].map((name) => [name, operand(described[name] ?? {}, literal)]));
  const reference = { $ref: `#/$defs/comparison-${type}` };
  const aggregated = mapping(aggregates.map((name) => [name, reference]));
  const ways = [literal, reference, ...(operators[type] === ordered ? [aggregated] : [])];
  return [
    [`condition-${type}`, { anyOf: ways }],
    [`comparison-${type}`, comparison],
  ];
}

function operand({ type, items, ...rest }: JsonSchema, literal: JsonSchema): JsonSchema {
  if (items !== undefined) return { ...rest, type, items: literal };
  return Array.isArray(type) ? { ...literal, ...rest } : { ...rest, type };
}

const mapping = (properties: [string, JsonSchema][]): JsonSchema => ({
  type: 'object',
  properties: Object.fromEntries(properties),
  additionalProperties: false,
  minProperties: 1,
});
