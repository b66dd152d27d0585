// The one line that a kind costs outside of its own files: an import and an entry, each where it is sorted.

const LINE_WIDTH = 110;

/** The text of a registry with one more kind; `from` is relative to it. */
export function withEntry(registry: string, name: string, from: string): string {
  const line = `import { ${name} } from '${from}';`;
  const imports = [...registry.matchAll(/^import \{ \w+ \} from '(\.\/.+)';$/gm)];
  const next = imports.find(([, other = '']) => other > from);
  const last = imports.at(-1);
  if (last === undefined) throw new Error('the registry imports nothing');
  const at = next?.index ?? last.index + last[0].length + 1;
  return withName(`${registry.slice(0, at)}${line}\n${registry.slice(at)}`, name);
}

function withName(registry: string, name: string): string {
  const [whole = '', head = '', list = ''] =
    /^(export const registry: .+ = )\[([^\]]*)\];$/m.exec(registry) ?? [];
  const order = [...registry.matchAll(/^import \{ (\w+) \} from '\.\//gm)].map(([, one = '']) => one);
  const names = [...list.split(',').map((one) => one.trim()), name]
    .filter((one) => one !== '')
    .toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
  const short = `${head}[${names.join(', ')}];`;
  const long = `${head}[\n${names.map((one) => `  ${one},\n`).join('')}];`;
  return registry.replace(whole, short.length <= LINE_WIDTH ? short : long);
}
