// The events of a run, read from their declaration: type, fields, and what its comment says.
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { code, page, table } from './markdown.ts';

const DECLARATION = 'libs/core/src/run/events.ts';

interface EventDescription {
  readonly type: string;
  readonly fields: readonly string[];
  readonly meaning: string;
}

export function eventsPage(): Record<string, string> {
  const rows = runEvents().map(({ type, fields, meaning }) => [code(type), meaning, fields.join('<br>')]);
  return {
    'events.md': page(
      'Events of a run',
      'The journal of a run is a list of these, in order. Intent comes before effect, outcome after; a field with `?` may be left out.',
      table(['event', 'what happened', 'fields'], rows),
    ),
  };
}

export function runEvents(): readonly EventDescription[] {
  const source = ts.createSourceFile(
    DECLARATION,
    readFileSync(DECLARATION, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  return source.statements
    .filter(ts.isTypeAliasDeclaration)
    .filter(({ name }) => name.text === 'RunEvent')
    .flatMap(({ type }) => (ts.isUnionTypeNode(type) ? type.types : []))
    .map((member) => eventOf(member, source));
}

function eventOf(member: ts.TypeNode, source: ts.SourceFile): EventDescription {
  const properties = ts.isTypeLiteralNode(member) ? member.members.filter(ts.isPropertySignature) : [];
  const [type, ...fields] = properties;
  return {
    type: type?.type?.getText(source).replaceAll("'", '') ?? '',
    fields: fields.map((field) => code(fieldOf(field, source))),
    meaning: commentBefore(member, source),
  };
}

function fieldOf({ name, questionToken, type }: ts.PropertySignature, source: ts.SourceFile): string {
  const written = type?.getText(source).replaceAll('readonly ', '').replaceAll(/\s+/g, ' ');
  return `${name.getText(source)}${questionToken ? '?' : ''}: ${written}`;
}

/** The comment stands before the `|`, which belongs to the union. */
function commentBefore(member: ts.TypeNode, source: ts.SourceFile): string {
  const before = source.text.slice(0, member.getStart(source));
  const [, comment = ''] = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*\|\s*$/.exec(before) ?? [];
  return comment.replaceAll(/\s*\n\s*\*\s*/g, ' ').trim();
}
