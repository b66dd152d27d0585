// YAML text to plain data plus the place of every value. YAML 1.2 core: no merge keys, no tags beyond the core ones;
// what a hostile file could use to exhaust memory or time (aliases, depth, number of values) is bounded.
import { type Document, isScalar, Lexer, parseAllDocuments } from 'yaml';
import type { Problem } from '../problem.ts';
import type { Path } from './loaded.ts';
import type { PlaceTree } from './place-tree.ts';
import { problemAt, type Source } from './source.ts';
import { syntaxMessage } from './syntax-message.ts';
import { readNodes } from './yaml-nodes.ts';

/** One document of a file as data. */
export interface YamlDocument {
  readonly data: unknown;
  readonly places: PlaceTree;
  /** false: the syntax is broken or a limit was met, so that the data is not whole. */
  readonly isReadable: boolean;
  /** Paths whose value could not be read. */
  readonly unknown: readonly Path[];
  readonly problems: readonly Problem[];
  /** As it is written, comments included. */
  readonly text: string;
}

export interface YamlFile {
  readonly documents: readonly YamlDocument[];
  /** Of the file as a whole. */
  readonly problems: readonly Problem[];
}

/** More lexical tokens than this are no file that a person wrote; parsing them would take seconds. */
const maxTokens = 200_000;

export function readYaml(source: Source): YamlFile {
  const tooMany = offsetOfTokenLimit(source.text);
  if (tooMany !== undefined) {
    const message = `more than ${maxTokens} words and signs`;
    return { documents: [], problems: [problemAt(source.place(tooMany), { code: 'MUS1007', message })] };
  }
  const parsed = parseAllDocuments(source.text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    // Found by readNodes, with the place of both; the parser's own search is quadratic.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const documents = [...parsed].flatMap((document) => readDocument(source, document) ?? []);
  return { documents, problems: [] };
}

function offsetOfTokenLimit(text: string): number | undefined {
  let tokens = 0;
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    offset += token.length;
    if (tokens > maxTokens) return offset;
  }
  return undefined;
}

/** undefined for an empty document, as after a `---` at the end. */
function readDocument(source: Source, document: Document.Parsed): YamlDocument | undefined {
  const { contents } = document;
  const isEmpty =
    contents === null || (isScalar(contents) && contents.source === '' && contents.value === null);
  if (isEmpty && document.errors.length === 0) return undefined;
  const { data, places, isBounded, unknown, problems } = readNodes(source, contents);
  const broken = syntaxProblems(source, document, isBounded);
  return {
    data,
    places,
    unknown,
    isReadable: isBounded && broken.length === 0,
    problems: broken.length === 0 ? problems : broken,
    text: source.text.slice(document.range[0], document.range[2]),
  };
}

/** The first syntax error of each line, without those that only follow from an earlier one. */
function syntaxProblems(source: Source, document: Document.Parsed, isBounded: boolean): Problem[] {
  // A document that is too deep ends the parser's recursion somewhere: readNodes has said where it became too deep.
  if (!isBounded) return [];
  const exhausted = document.errors.find((error) => error.code === 'RESOURCE_EXHAUSTION');
  if (exhausted) {
    return [problemAt(source.place(exhausted.pos[0]), { code: 'MUS1007', message: 'nested too deeply' })];
  }
  const lines = new Map<number, Problem>();
  for (const { pos, message } of document.errors.toSorted((a, b) => a.pos[0] - b.pos[0])) {
    if (lines.size > 0 && consequence.test(message)) continue;
    const place = source.place(afterSpaces(source.text, pos[0]));
    if (lines.has(place.line)) continue;
    const told = syntaxMessage(message, lineAround(source.text, pos[0]));
    lines.set(place.line, problemAt(place, { code: 'MUS1002', ...told }));
  }
  return [...lines.values()];
}

/** What the parser says of everything that comes after a mistake in the structure. */
const consequence = /token in YAML stream|^All (mapping|sequence) items|^Source contains/;

function afterSpaces(text: string, offset: number): number {
  let at = offset;
  while (text[at] === ' ') at += 1;
  return text[at] === '\n' || text[at] === undefined ? offset : at;
}

function lineAround(text: string, offset: number): string {
  const end = text.indexOf('\n', offset);
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, end === -1 ? undefined : end);
}
