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
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly $ref?: string;
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
  const ways = schema.anyOf?.filter(hasParameters) ?? [schema];
  return ways.flatMap((way) =>
    Object.entries(way.properties ?? {}).flatMap(([name, property]) => {
      if (told.has(name)) return [];
      told.add(name);
      const unless = requiredElsewhere(name, ways);
      const required = way.required?.includes(name) ?? false;
      const own = { name: prefix + name, required, ...(unless.length > 0 && { unless }) };
      return [{ ...own, ...valueOf(property) }, ...parametersBelow(property, prefix + name)];
    }),
  );
}

/** What the ways without `name` ask for instead, and no other way does. */
function requiredElsewhere(name: string, ways: readonly Shape[]): string[] {
  const takers = (key: string) => ways.filter(({ properties = {} }) => key in properties);
  return ways
    .filter((way) => !takers(name).includes(way))
    .flatMap(({ required = [] }) => required)
    .filter((other) => takers(other).length === 1);
}

/** Of a mapping, of each entry of a list, of each entry of a mapping whose keys the user chooses. */
function parametersBelow(schema: Shape, name: string): ParameterDescription[] {
  const { items = {}, additionalProperties } = schema;
  const entry = typeof additionalProperties === 'object' ? additionalProperties : {};
  return [
    ...(hasParameters(schema) ? parametersOf(schema, `${name}.`) : []),
    ...(hasParameters(items) ? parametersOf(items, `${name}[].`) : []),
    ...(hasParameters(entry) ? parametersOf(entry, `${name}.<name>.`) : []),
  ];
}

/** What has a name of its own, as a secret reference, is not taken apart. */
const hasParameters = ({ 'x-type': told, properties, anyOf = [] }: Shape): boolean =>
  told === undefined && (properties !== undefined || anyOf.some(hasParameters));

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
  const name = schema['x-type'] ?? schema.$ref?.split('/').at(-1);
  if (name !== undefined) return name;
  if (schema.enum) return 'choice';
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(' or ');
  if (schema.format === 'uri') return 'URL';
  return [schema.type ?? 'anything']
    .flat()
    .map((type) => typeNamed(type, schema))
    .join(' or ');
}

function typeNamed(type: string, schema: Shape): string {
  if (type === 'array') return `list of ${plural(typeOf(schema.items ?? {}))}`;
  return type === 'object' ? mappingOf(schema) : (words[type] ?? type);
}

function mappingOf({ additionalProperties: entry }: Shape): string {
  const type = typeof entry === 'object' ? typeOf(entry) : 'anything';
  return /^(mapping|anything)/.test(type) ? 'mapping' : `mapping of ${plural(type)}`;
}

const plural = (type: string): string => type.replace(/^(mapping|choice|condition).*/, '$1s');

function rangeOf(schema: Shape): string | undefined {
  if (schema['x-range'] !== undefined) return schema['x-range'];
  const values = schema.enum ?? schema.items?.enum ?? (schema.const === undefined ? [] : [schema.const]);
  if (values.length > 0) return values.join(', ');
  return wordedRange({ min: schema.minimum, max: schema.maximum }, String);
}
