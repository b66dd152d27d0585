// Looks into a zod schema: which keys it knows at a path. For "did you mean" and for choosing among alternatives.
import type { z } from 'zod';
import { type QuantityKind, quantities } from '../quantity/quantities.ts';
import type { Path } from './loaded.ts';

type Schema = z.core.$ZodType;

/** The parts of zod's schema definitions that lead to inner schemas; which are set follows from `type`. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly element?: Schema;
  readonly valueType?: Schema;
  readonly items?: readonly Schema[];
  readonly options?: readonly Schema[];
  readonly innerType?: Schema;
  readonly left?: Schema;
  readonly right?: Schema;
  readonly in?: Schema;
  readonly out?: Schema;
  readonly getter?: () => Schema;
}

const definitionOf = (schema: Schema): Definition => schema._zod.def;

/** Keys that a mapping at the path may have, over all alternatives. */
export function keysAt(schema: Schema, path: Path): string[] {
  return [
    ...new Set(schemasAt(schema, path).flatMap((inner) => Object.keys(definitionOf(inner).shape ?? {}))),
  ];
}

/** The quantity, if one with a unit is expected at the path. */
export function quantityAt(schema: Schema, path: Path): QuantityKind | undefined {
  return schemasAt(schema, path).flatMap((inner) => quantities.get(inner) ?? [])[0];
}

function schemasAt(schema: Schema, path: Path): Schema[] {
  let found = alternatives(schema);
  for (const part of path) found = found.flatMap((inner) => child(inner, part).flatMap(alternatives));
  return found;
}

/** What a schema comes down to: wrappers removed, unions and intersections taken apart. */
function alternatives(schema: Schema): Schema[] {
  const def = definitionOf(schema);
  switch (def.type) {
    case 'union':
      return (def.options ?? []).flatMap(alternatives);
    case 'intersection':
      return [def.left, def.right].flatMap((side) => (side ? alternatives(side) : []));
    case 'pipe':
      // `preprocess` is a transform piped into the schema proper; every other pipe reads its first part.
      return ofWrapper(def.in && definitionOf(def.in).type === 'transform' ? def.out : def.in);
    case 'lazy':
      return ofWrapper(def.getter?.());
    default:
      return def.innerType ? alternatives(def.innerType) : [schema];
  }
}

const ofWrapper = (inner: Schema | undefined): Schema[] => (inner ? alternatives(inner) : []);

function child(schema: Schema, part: string | number): Schema[] {
  const def = definitionOf(schema);
  if (def.shape) return Object.hasOwn(def.shape, part) ? [def.shape[part] as Schema] : [];
  const inner = def.element ?? def.valueType ?? (typeof part === 'number' ? def.items?.[part] : undefined);
  return inner ? [inner] : [];
}
