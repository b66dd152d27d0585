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
  const own = [...declaredIn(index).values()];
  const others = exportsOf(index).map(({ name, from }) => signatureIn(from, name) ?? name);
  return [...own, ...others].toSorted((a, b) => (wordsOf(a) < wordsOf(b) ? -1 : 1));
}

interface Export {
  /** As it is declared. */
  readonly name: string;
  readonly from: string;
}

/** What a file passes on by name. */
function exportsOf(file: string): Export[] {
  return parse(file)
    .statements.filter(ts.isExportDeclaration)
    .flatMap(({ exportClause, moduleSpecifier }) => {
      if (!exportClause || !ts.isNamedExports(exportClause)) throw new Error(`${file} exports without names`);
      const from = moduleSpecifier
        ? path.join(path.dirname(file), (moduleSpecifier as ts.StringLiteral).text)
        : file;
      return exportClause.elements.map(({ name, propertyName }) => ({
        name: (propertyName ?? name).text,
        from,
      }));
    });
}

/** Where it is declared, or passed on once more; undefined where it is another library's. */
function signatureIn(file: string, name: string): string | undefined {
  const declared = declaredIn(file).get(name);
  if (declared !== undefined) return declared;
  const next = exportsOf(file).find((one) => one.name === name && one.from !== file);
  return next && signatureIn(next.from, name);
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
