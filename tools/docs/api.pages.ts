// What each library promises: the declarations that its index.ts exports, without bodies and comments. A change of a
// promise is a change of such a page, which a reviewer sees.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { page } from './markdown.ts';
import { signatureOf } from './signature.ts';

/** Name -> page. */
export function apiPages(): Record<string, string> {
  const libs = globSync('libs/*/src/index.ts')
    .map((index) => index.split(path.sep)[1] ?? '')
    .filter((lib) => lib !== 'testkit');
  return Object.fromEntries(
    libs
      .toSorted()
      .map((lib) => [`${lib}.md`, page(`#${lib}`, block(signaturesOf(`libs/${lib}/src/index.ts`)))]),
  );
}

const block = (signatures: readonly string[]): string => `\`\`\`ts\n${signatures.join('\n')}\n\`\`\``;

function signaturesOf(index: string): string[] {
  const { statements } = parse(index);
  const own = declaredIn(index);
  const exported = statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement)) return namesOf(statement).flatMap((name) => own.get(name) ?? []);
    const from = statement.moduleSpecifier as ts.StringLiteral | undefined;
    const declared = from ? declaredIn(path.join(path.dirname(index), from.text)) : own;
    const { exportClause } = statement;
    if (!exportClause || !ts.isNamedExports(exportClause)) throw new Error(`${index} exports without names`);
    return exportClause.elements.map(({ name, propertyName }) => {
      const signature = declared.get((propertyName ?? name).text);
      if (signature === undefined) throw new Error(`${index}: no declaration of ${name.text}`);
      return signature;
    });
  });
  return exported.toSorted((a, b) => (wordsOf(a) < wordsOf(b) ? -1 : 1));
}

/** Sorted by name, whatever it is. */
const wordsOf = (signature: string): string => signature.replace(/^(?:async )?\w+ /, '').toLowerCase();

function declaredIn(file: string): ReadonlyMap<string, string> {
  const source = parse(file);
  const exported = source.statements.filter((one) =>
    ts.canHaveModifiers(one)
      ? (ts.getModifiers(one) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
      : false,
  );
  return new Map(
    exported.flatMap((one) => namesOf(one).map((name) => [name, signatureOf(one, name, source)] as const)),
  );
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const { name } = statement as { name?: ts.Identifier };
  return name === undefined ? [] : [name.text];
}

const parse = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
