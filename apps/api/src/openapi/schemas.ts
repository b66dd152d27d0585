// JSON Schema (draft 2020-12) of zod schemas, with what has an id as a component. A schema that is used both in requests
// and in answers, and is not the same in both (a default makes a key optional in one and present in the other), is two
// components: `Thing` as it is answered and `ThingInput` as it is asked for.
import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;
type Direction = 'input' | 'output';

const REF = '#/$defs/';
const COMPONENT = '#/components/schemas/';

export class SchemaComponents {
  readonly #used = new Map<Direction, Map<string, JsonSchema>>([
    ['input', new Map()],
    ['output', new Map()],
  ]);

  /** The schema as it stands in the document; its references are not final before `finish`. */
  refer(schema: z.ZodType, direction: Direction): JsonSchema {
    const { root, definitions } = jsonSchema(schema, direction);
    for (const [id, definition] of Object.entries(definitions)) this.#add(direction, id, definition);
    return withRefs(root, (id) => `${direction}:${id}`);
  }

  /** The document with its components. */
  finish(document: JsonSchema): JsonSchema {
    const schemas: Record<string, JsonSchema> = {};
    for (const [direction, used] of this.#used) {
      for (const [id, definition] of used) {
        schemas[this.#name(direction, id)] = this.#final(
          withRefs(definition, (ref) => `${direction}:${ref}`),
        );
      }
    }
    const sorted = Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
    const { components, ...rest } = this.#final(document);
    return { ...rest, components: { ...(components as object), schemas: sorted } };
  }

  #final(value: JsonSchema): JsonSchema {
    return withRefs(
      value,
      (ref) => {
        const [direction, id] = ref.split(':') as [Direction, string];
        return this.#name(direction, id);
      },
      COMPONENT,
    );
  }

  #name(direction: Direction, id: string): string {
    return direction === 'output' || this.#isSame(id) ? id : `${id}Input`;
  }

  /** Whether a component, and all that it refers to, is the same wherever it is used. */
  #isSame(id: string, seen = new Set<string>()): boolean {
    const [input, output] = (['input', 'output'] as const).map((one) => this.#used.get(one)?.get(id));
    if (input === undefined || output === undefined || seen.has(id)) return true;
    seen.add(id);
    const written = JSON.stringify(input);
    if (written !== JSON.stringify(output)) return false;
    return [...written.matchAll(/"#\/\$defs\/([^"]+)"/g)].every(([, ref = '']) => this.#isSame(ref, seen));
  }

  /** @throws TypeError: two different schemas have one id */
  #add(direction: Direction, id: string, definition: JsonSchema): void {
    const used = this.#used.get(direction);
    const known = used?.get(id);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(definition)) {
      throw new TypeError(`two schemas are called ${id}`);
    }
    used?.set(id, definition);
  }
}

/** It stands inside of another while it is written, so that it becomes a definition itself if it has an id. */
function jsonSchema(
  schema: z.ZodType,
  io: Direction,
): { readonly root: JsonSchema; readonly definitions: Readonly<Record<string, JsonSchema>> } {
  const written = z.toJSONSchema(z.tuple([schema]), { io, target: 'draft-2020-12' }) as JsonSchema;
  const [root = {}] = written['prefixItems'] as JsonSchema[];
  const definitions = Object.entries((written['$defs'] ?? {}) as Record<string, JsonSchema>);
  return {
    root,
    definitions: Object.fromEntries(definitions.map(([id, { id: _, ...definition }]) => [id, definition])),
  };
}

function withRefs(value: JsonSchema, name: (id: string) => string, from = REF): JsonSchema {
  return JSON.parse(JSON.stringify(value), (key, inner: unknown) =>
    key === '$ref' && typeof inner === 'string' && inner.startsWith(from)
      ? `${COMPONENT}${name(inner.slice(from.length))}`
      : inner,
  ) as JsonSchema;
}
