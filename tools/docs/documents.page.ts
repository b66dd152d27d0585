// The keys of what users write: experiments, environments and services.
import { describeParameters, environmentSchema, experimentSchema, serviceSchema } from '#spec';
import { page } from './markdown.ts';
import { parametersTable } from './parameters.table.ts';

const documents = {
  Experiment: experimentSchema,
  Environment: environmentSchema,
  Service: serviceSchema,
};

export function documentsPage(): Record<string, string> {
  return {
    'documents.md': page(
      'Keys of the documents',
      `YAML files, one document or several in each (\`---\` between). A key that is not listed is an error. \`\${name}\` stands for a
variable wherever a value may. \`with\` and \`expect\` follow from the kind: see [faults](faults.md), [probes](probes.md), and
[drivers](drivers.md) for \`select\` and \`spec.drivers\`.`,
      ...Object.entries(documents).flatMap(([kind, schema]) => [
        `## ${kind}`,
        parametersTable(describeParameters(schema), 'key'),
      ]),
    ),
  };
}
