import { Argument, Command } from 'commander';
import type { Done, Io } from '../io/io.ts';
import type { SchemaKind } from '../schema/schema-kind.ts';

const examples = `
Examples:
  $ muster schema experiment > experiment.schema.json
  then, in the first line of an experiment, for completion and checks in an editor:
  # yaml-language-server: $schema=experiment.schema.json
`;

export function schemaCommand(io: Io, done: Done): Command {
  return new Command('schema')
    .description('Print the JSON Schema of a kind of document.')
    .addArgument(
      new Argument('[kind]', 'kind of document')
        .choices(['experiment', 'environment', 'service'])
        .default('experiment'),
    )
    .addHelpText('after', examples)
    .action(async (kind: SchemaKind) => {
      const { printSchema } = await import('../schema/schema.ts');
      done(printSchema(io, kind));
    });
}
