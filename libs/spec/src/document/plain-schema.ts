// A schema as JSON Schema (draft 2020-12) of what a user writes. What that has no word for is told under `x-` keys:
// x-type (a duration, a secret reference), x-units, x-range. Whoever publishes the schema takes them out.
import { z } from 'zod';
import { quantities } from '../quantity/quantities.ts';

export type JsonSchema = { [key: string]: unknown };

export const plainSchema = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const quantity = quantities.get(zodSchema);
      if (quantity) {
        const { noun, units, range } = quantity;
        Object.assign(jsonSchema, { 'x-type': noun.replace(/^an? /, ''), 'x-units': units });
        if (range !== undefined) Object.assign(jsonSchema, { 'x-range': range });
      }
      // A whole number has the limits of what can be counted, which nobody set.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      // What stands at a fixed place of a list must be there.
      const { def } = zodSchema._zod;
      if (def.type === 'tuple') jsonSchema.minItems = def.items.length;
      const standard = writtenDefault(zodSchema);
      if (standard !== undefined) jsonSchema.default = standard;
    },
  });

/** `5s` for the default 5000 of a duration: the one that zod knows is what is read, not what is written. */
function writtenDefault(schema: z.core.$ZodTypes): string | undefined {
  const { def } = schema._zod;
  if (def.type !== 'default' || typeof def.defaultValue !== 'number') return undefined;
  return quantityOf(def.innerType)?.write(def.defaultValue);
}

function quantityOf(schema: z.core.$ZodType): ReturnType<typeof quantities.get> {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  return quantities.get(schema) ?? (def.type === 'pipe' ? quantityOf(def.in) : undefined);
}
