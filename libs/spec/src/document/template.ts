// Text with variables: `http://${host}/`. `$${` stands for a literal `${`.

export type TemplatePart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'malformed'; readonly text: string };

const variableName = /^[A-Za-z_][\w.-]*$/;

/** Whether a name can be written as `${name}`. */
export const isVariableName = (name: string): boolean => variableName.test(name);

export function parseTemplate(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let literal = '';
  let at = 0;
  const flush = (): void => {
    if (literal !== '') parts.push({ kind: 'literal', text: literal });
    literal = '';
  };
  while (at < text.length) {
    const next = text.indexOf('$', at);
    if (next === -1) break;
    literal += text.slice(at, next);
    if (text.startsWith('$${', next)) {
      literal += '${';
      at = next + 3;
    } else if (text.startsWith('${', next)) {
      flush();
      const part = variableAt(text, next);
      parts.push(part.part);
      at = part.end;
    } else {
      literal += '$';
      at = next + 1;
    }
  }
  literal += text.slice(at);
  flush();
  return parts;
}

function variableAt(text: string, start: number): { readonly part: TemplatePart; readonly end: number } {
  const close = text.indexOf('}', start);
  const end = close === -1 ? text.length : close + 1;
  const name = close === -1 ? '' : text.slice(start + 2, close);
  if (isVariableName(name)) return { part: { kind: 'variable', name }, end };
  return { part: { kind: 'malformed', text: text.slice(start, end) }, end };
}
