// Variables of the command line, read as YAML would read them.
import { readVariable, type Variables } from '#spec';

export function readVariables(options: Readonly<Record<string, string>>): Variables {
  return Object.fromEntries(Object.entries(options).map(([name, text]) => [name, readVariable(text)]));
}
