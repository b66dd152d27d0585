// The parameters that a schema takes, one by one, in words for a catalogue, a page or a form.
import type { z } from 'zod';
import { rangeOf as wordedRange } from '../quantity/quantities.ts';
import { plainSchema } from './plain-schema.ts';

export interface ParameterDescription {
  /** Dotted where nested: `processes.<name>.pidFile`. */
  readonly name: string;
  /** `duration`, `text`, `whole number`, `choice`, `list of text`, ... */
  readonly type: string;
  /** Units that may be written. */
  readonly unit?: string;
  readonly required: boolean;
  /** Given instead of it: another way to say the same. */
  readonly unless?: readonly string[];
  /** As it would be written. */
  readonly default?: unknown;
  /** `1ms to 10m`; the values of a choice. */
  readonly range?: string;
  readonly description: string;
}

export function describeParameters(schema: z.ZodType): readonly ParameterDescription[] {
  return parametersOf(plainSchema(schema), '');
}

/** What is read of a schema. */
interface Shape {
  readonly 'x-type'?: string;
  readonly 'x-units'?: string;
  readonly 'x-range'?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly Shape[];
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Shape;
}

function parametersOf(schema: Shape, prefix: string): ParameterDescription[] {
  const told = new Set<string>();
  const ways = schema.anyOf ?? [schema];
  return ways.flatMap((way) =>
    Object.entries(way.properties ?? {}).flatMap(([name, property]) => {
      if (told.has(name)) return [];
      told.add(name);
      const unless = requiredElsewhere(name, way, ways);
      const required = way.required?.includes(name) ?? false;
      const own = { name: prefix + name, required, ...(unless.length > 0 && { unless }) };
      return [{ ...own, ...valueOf(property) }, ...parametersBelow(property, prefix + name)];
    }),
  );
}

/** What the ways without `name` ask for instead. */
function requiredElsewhere(name: string, way: Shape, ways: readonly Shape[]): string[] {
  return ways
    .filter(({ properties = {} }) => !(name in properties))
    .flatMap(({ required = [] }) => required)
    .filter((other) => !(other in (way.properties ?? {})));
}

/** Of a mapping whose keys the user chooses. */
function parametersBelow({ additionalProperties: entry }: Shape, name: string): ParameterDescription[] {
  return typeof entry === 'object' && entry.properties ? parametersOf(entry, `${name}.<name>.`) : [];
}

function valueOf(schema: Shape): Omit<ParameterDescription, 'name' | 'required' | 'unless'> {
  const { 'x-units': unit, default: standard, description = '' } = schema;
  const range = rangeOf(schema);
  return {
    type: typeOf(schema),
    ...(unit !== undefined && { unit }),
    ...(standard !== undefined && { default: standard }),
    ...(range !== undefined && { range }),
    description,
  };
}

const words: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
};

function typeOf(schema: Shape): string {
  const { type = 'anything' } = schema;
  if (schema['x-type'] !== undefined) return schema['x-type'];
  if (schema.enum) return 'choice';
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(' or ');
  if (schema.format === 'uri') return 'URL';
  if (type === 'array') return `list of ${typeOf(schema.items ?? {})}`;
  return type === 'object' ? mappingOf(schema) : (words[type] ?? type);
}

function mappingOf({ additionalProperties: entry }: Shape): string {
  return typeof entry === 'object' && !entry.properties ? `mapping of ${typeOf(entry)}` : 'mapping';
}

function rangeOf(schema: Shape): string | undefined {
  if (schema['x-range'] !== undefined) return schema['x-range'];
  if (schema.enum) return schema.enum.join(', ');
  return wordedRange({ min: limit(schema.minimum), max: limit(schema.maximum) }, String);
}

/** A whole number has the limits of what can be counted, which nobody set. */
const limit = (value: number | undefined): number | undefined =>
  Math.abs(value ?? 0) === Number.MAX_SAFE_INTEGER ? undefined : value;
