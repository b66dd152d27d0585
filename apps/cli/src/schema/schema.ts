// `muster schema`: what editors check files against; it knows every kind of this Muster.
import { exitCodes } from '#core';
import { jsonSchemas } from '#spec';
import { catalogue } from '#use-cases';
import type { Io } from '../io/io.ts';
import type { SchemaKind } from './schema-kind.ts';

export function printSchema(io: Io, kind: SchemaKind): number {
  io.out.write(`${JSON.stringify(jsonSchemas(catalogue)[kind], null, 2)}\n`);
  return exitCodes.pass;
}
