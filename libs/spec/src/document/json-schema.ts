// JSON Schemas (draft 2020-12) of what users write, for completion and checks in an editor. The parameters of each fault,
// probe and driver follow from its kind; a variable may stand wherever a value may.
import type { z } from 'zod';
import { environmentSchema } from '../environment/environment.schema.ts';
import { experimentSchema } from '../experiment/experiment.schema.ts';
import { serviceSchema } from '../service/service.schema.ts';
import { conditionDefinitions, conditionOn } from './condition-schema.ts';
import type { KindSchemas } from './kind-schemas.ts';
import { type JsonSchema, plainSchema } from './plain-schema.ts';

export interface JsonSchemas {
  readonly experiment: JsonSchema;
  readonly environment: JsonSchema;
  readonly service: JsonSchema;
}

export function jsonSchemas(kinds: KindSchemas): JsonSchemas {
  return {
    experiment: withVariables(experimentOf(kinds)),
    environment: withVariables(environmentOf(kinds)),
    service: withVariables(plainSchema(serviceSchema)),
  };
}

/** The schema of what is passed to a kind, to stand inside of another schema. */
function parametersOf(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...parameters } = plainSchema(schema);
  return parameters;
}

function experimentOf({ faults, probes, drivers }: KindSchemas): JsonSchema {
  const schema = plainSchema(experimentSchema);
  bind(
    inner(schema, 'spec', 'targets', '*'),
    'driver',
    named(drivers, ({ select }) => ({ select: parametersOf(select) })),
  );
  bind(
    inner(schema, 'spec', 'faults', '*'),
    'fault',
    named(faults, ({ params }) => ({ with: parametersOf(params) })),
  );
  const probe = inner(schema, 'spec', 'steadyState', '*');
  leaveToKind(inner(probe, 'judge', 'expect'));
  bind(
    probe,
    'probe',
    named(probes, (kind) => ({
      with: parametersOf(kind.params),
      judge: { type: 'object', properties: { expect: fieldsOf(kind) } },
    })),
  );
  bind(
    inner(schema, 'spec', 'expect', 'alerts', '*', 'observe'),
    'probe',
    named(probes, (kind) => ({ with: parametersOf(kind.params), expect: fieldsOf(kind) })),
  );
  Object.assign(schema['$defs'] as JsonSchema, conditionDefinitions());
  return schema;
}

function environmentOf({ drivers }: KindSchemas): JsonSchema {
  const schema = plainSchema(environmentSchema);
  const configs = [...drivers].map(([name, { config }]) => [name, parametersOf(config)] as const);
  Object.assign(inner(schema, 'spec', 'drivers'), {
    properties: Object.fromEntries(configs),
    additionalProperties: false,
  });
  return schema;
}

type ProbeKind = KindSchemas['probes'] extends ReadonlyMap<string, infer Kind> ? Kind : never;

function fieldsOf({ fields, openFields }: ProbeKind): JsonSchema {
  const described = Object.entries(fields).map(([name, { type, summary }]) => {
    return [name, { description: `${summary} (${type})`, ...conditionOn(type) }] as const;
  });
  return {
    type: 'object',
    properties: Object.fromEntries(described),
    additionalProperties: openFields ? { $ref: '#/$defs/condition' } : false,
  };
}

/** What follows from one kind for the keys beside its name. */
interface KindBranch {
  readonly name: string;
  readonly description: string | undefined;
  readonly properties: Readonly<Record<string, JsonSchema>>;
}

function named<T extends { readonly summary?: string }>(
  kinds: ReadonlyMap<string, T>,
  properties: (kind: T) => Record<string, JsonSchema>,
): KindBranch[] {
  return [...kinds].map(([name, kind]) => {
    return { name, description: kind.summary, properties: properties(kind) };
  });
}

/** In a mapping, `key` names a kind; the kind decides what the other keys take. */
function bind(schema: JsonSchema, key: string, branches: readonly KindBranch[]): void {
  const choices = branches.map(({ name, description }) => ({
    const: name,
    ...(description ? { description } : {}),
  }));
  const known = schema['properties'] as Record<string, JsonSchema>;
  const { type: _, ...named } = known[key] ?? {};
  known[key] = { ...named, anyOf: [...choices, variable] };
  for (const part of ['with', 'select', 'expect']) leaveToKind(known[part]);
  schema['allOf'] = branches.map(({ name, properties }) => ({
    if: { properties: { [key]: { const: name } }, required: [key] },
    // What a kind requires cannot be left out with the key that holds it.
    then: { properties, required: Object.keys(properties).filter((part) => properties[part]?.['required']) },
  }));
}

/** Says nothing of the keys of a mapping, which the kind will say. */
function leaveToKind(mapping: JsonSchema = {}): void {
  delete mapping['propertyNames'];
  delete mapping['additionalProperties'];
}

/** The schema below `schema` at keys of mappings; `*` for the items of a list or any key of a record. */
function inner(schema: JsonSchema, ...path: string[]): JsonSchema {
  return path.reduce<JsonSchema>((outer, key) => {
    if (key === '*') return (outer['items'] ?? outer['additionalProperties'] ?? {}) as JsonSchema;
    return (outer['properties'] as Record<string, JsonSchema> | undefined)?.[key] ?? {};
  }, schema);
}

/** Text that holds a variable: what it will be is not known to an editor. */
const variable: JsonSchema = { type: 'string', pattern: '\\$\\{' };

/** Lets a variable stand for every number, boolean and restricted text. Names of keys and constants stay as they are. */
function withVariables(schema: JsonSchema): JsonSchema {
  const entries = Object.entries(withRangeTold(schema));
  return Object.fromEntries(entries.map(([key, value]) => [key, inside(key, value)]));
}

/** JSON Schema has no limits for `2s`: an editor shows them with the description. */
function withRangeTold(schema: JsonSchema): JsonSchema {
  const { 'x-type': _type, 'x-units': _units, 'x-range': range, ...rest } = schema;
  if (range === undefined) return rest;
  const told = [rest['description'], `Allowed: ${range as string}.`].filter(Boolean);
  return { ...rest, description: told.join(' ') };
}

const listsOfSchemas = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems']);
const mapsOfSchemas = new Set(['properties', '$defs', 'patternProperties']);
const singleSchemas = new Set(['items', 'additionalProperties', 'then', 'else', 'not']);

function inside(key: string, value: unknown): unknown {
  if (listsOfSchemas.has(key)) return (value as JsonSchema[]).map(orVariable);
  if (mapsOfSchemas.has(key)) {
    return Object.fromEntries(
      Object.entries(value as JsonSchema).map(([name, child]) => [name, orVariable(child)]),
    );
  }
  return singleSchemas.has(key) ? orVariable(value) : value;
}

function orVariable(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null || schema === variable) return schema;
  const walked = withVariables(schema as JsonSchema);
  const { type } = walked;
  const isRestricted =
    type === 'string' && ['pattern', 'enum', 'format', 'maxLength'].some((rule) => rule in walked);
  if (!isRestricted && type !== 'number' && type !== 'integer' && type !== 'boolean') return walked;
  const { description, default: standard, examples, ...rest } = walked;
  const notes = Object.entries({ description, default: standard, examples }).filter(
    ([, note]) => note !== undefined,
  );
  return { ...Object.fromEntries(notes), anyOf: [rest, variable] };
}
