// One declaration as its reader sees it: no body, no comment, no private part, on one line.
import ts from 'typescript';

const printer = ts.createPrinter({ removeComments: true, omitTrailingSemicolon: true });

export function signatureOf(statement: ts.Statement, name: string, source: ts.SourceFile): string {
  const text = (node: ts.Node): string => onOneLine(printer.printNode(ts.EmitHint.Unspecified, node, source));
  if (ts.isFunctionDeclaration(statement))
    return `function ${text(withoutBody(statement)).replace(/^.*?function /, '')}`;
  if (ts.isClassDeclaration(statement)) return classSignature(statement, text);
  if (ts.isVariableStatement(statement)) {
    const variable = statement.declarationList.declarations.find((one) => one.name.getText(source) === name);
    return `const ${name}${variable ? valueSignature(variable, text) : ''}`;
  }
  return text(statement)
    .replace(/^export /, '')
    .replaceAll('readonly ', '');
}

type Text = (node: ts.Node) => string;

function valueSignature({ type, initializer }: ts.VariableDeclaration, text: Text): string {
  if (type) return `: ${text(type)}`;
  if (initializer && ts.isArrowFunction(initializer)) {
    const { parameters, type: result } = initializer;
    return `: (${parameters.map(text).join(', ')}) => ${result ? text(result) : '…'}`;
  }
  return '';
}

function withoutBody(declaration: ts.FunctionDeclaration): ts.FunctionDeclaration {
  const { asteriskToken, name, typeParameters, parameters, type } = declaration;
  return ts.factory.createFunctionDeclaration(
    [],
    asteriskToken,
    name,
    typeParameters,
    parameters,
    type,
    undefined,
  );
}

function classSignature({ name, heritageClauses, members }: ts.ClassLikeDeclaration, text: Text): string {
  const open = members
    .filter((member) => !(member.name && ts.isPrivateIdentifier(member.name)) && !isPrivate(member))
    .map((member) => memberSignature(member, text));
  const heritage = [...(heritageClauses ?? [])].map((clause) => text(clause)).join('');
  return `class ${name?.text}${heritage} { ${open.join('; ')} }`;
}

const isPrivate = (member: ts.ClassElement): boolean =>
  ts.canHaveModifiers(member) &&
  (ts.getModifiers(member) ?? []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);

function memberSignature(member: ts.ClassElement, text: Text): string {
  const { body, initializer } = member as { body?: ts.Node; initializer?: ts.Node };
  const end = body ?? initializer;
  const whole = text(member);
  const head = end ? whole.slice(0, whole.lastIndexOf(text(end))) : whole;
  return head.replace(/\s*=?\s*$/, '').replaceAll(/\b(readonly|override|async|declare|public) /g, '');
}

const onOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');
