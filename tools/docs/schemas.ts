// The JSON Schemas of the documents, as files under docs/schemas for editors.
import { jsonSchemas, type KindSchemas } from '#spec';

/** Path (from the root of the repository) -> content. */
export function schemaFiles(kinds: KindSchemas): Record<string, string> {
  return Object.fromEntries(
    Object.entries(jsonSchemas(kinds)).map(([name, schema]) => {
      return [`docs/schemas/${name}.json`, `${JSON.stringify(schema, null, 2)}\n`];
    }),
  );
}
