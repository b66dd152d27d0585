// The parameters of one kind as a table: in the catalogue pages and in the README of the kind.
import { type ParameterDescription } from '#spec';
import { code, codes, table } from './markdown.ts';

export function parametersTable(parameters: readonly ParameterDescription[], noun = 'parameter'): string {
  if (parameters.length === 0) return 'Takes no parameters.';
  const rows = parameters.map((one) => [
    code(one.name),
    one.unit === undefined ? one.type : `${one.type} (${one.unit})`,
    presence(one),
    one.range ?? '',
    one.description,
  ]);
  return table([noun, 'type', 'default', 'allowed', 'what it is'], rows);
}

function presence({ required, unless, default: standard }: ParameterDescription): string {
  if (required) return unless ? `required, or ${codes(unless)}` : 'required';
  const written = typeof standard === 'string' ? standard : JSON.stringify(standard ?? '');
  return ['{}', '[]', '""'].includes(written) ? '' : code(written);
}
