// Reads a file of YAML documents into checked documents. All problems of the file are told at once, and nothing throws.
import type { Environment } from '../environment/environment.schema.ts';
import type { Experiment } from '../experiment/experiment.schema.ts';
import type { Problem } from '../problem.ts';
import type { Service } from '../service/service.schema.ts';
import { apiVersion, documentKindOf } from './document-kind.ts';
import { Draft } from './draft.ts';
import type { KindSchemas } from './kind-schemas.ts';
import type { Located, Path } from './loaded.ts';
import { textAt } from './raw.ts';
import { problemAt, quote, type Source } from './source.ts';
import { readText } from './text.ts';
import { type Bindings, substitute, type Variables } from './variables.ts';
import { readYaml, type YamlDocument } from './yaml-tree.ts';

interface LoadedOf<Kind extends string, T> extends Located<T> {
  readonly kind: Kind;
}

export type LoadedDocument =
  | LoadedOf<'Experiment', Experiment>
  | LoadedOf<'Environment', Environment>
  | LoadedOf<'Service', Service>;

export interface LoadRequest {
  /** Name of the file as problems shall give it. */
  readonly file: string;
  /** What the file holds: `text`, or `bytes` that must be UTF-8. */
  readonly text?: string;
  readonly bytes?: Uint8Array;
  readonly kinds: KindSchemas;
  /** Bindings of `${name}` that go before those of the document (command line). Taken literally. */
  readonly overrides?: Variables;
  /** Bindings that the document's own go before (its environment). Taken literally. */
  readonly defaults?: Variables;
}

export interface LoadResult {
  /** The documents without problems, in the order of the file. */
  readonly documents: readonly LoadedDocument[];
  /** In the order of the file. */
  readonly problems: readonly Problem[];
}

export function loadDocuments(request: LoadRequest): LoadResult {
  const { source, problems: unreadable } = readText(request.file, request.text ?? request.bytes ?? '');
  if (unreadable.length > 0) return { documents: [], problems: unreadable };
  const yaml = readYaml(source);
  if (yaml.documents.length === 0 && yaml.problems.length === 0) {
    const problem = problemAt(source.place(0), { code: 'MUS1003', message: 'the file has only comments' });
    return { documents: [], problems: [problem] };
  }
  const bindings = { overrides: request.overrides ?? {}, defaults: request.defaults ?? {} };
  const names = new Map<string, number>();
  const results = yaml.documents.map((written) => {
    return loadDocument(source, written, { kinds: request.kinds, bindings, names });
  });
  return {
    documents: results.flatMap(({ documents }) => documents),
    problems: inOrder([...yaml.problems, ...results.flatMap(({ problems }) => problems)]),
  };
}

interface Surroundings {
  readonly kinds: KindSchemas;
  readonly bindings: Bindings;
  /** Line of each document of the file, by kind and name. */
  readonly names: Map<string, number>;
}

function loadDocument(
  source: Source,
  written: YamlDocument,
  { kinds, bindings, names }: Surroundings,
): LoadResult {
  if (!written.isReadable) return { documents: [], problems: written.problems };
  const draft = draftOf(source, written, kinds, bindings);
  const loaded = check(draft, names);
  const problems = [...written.problems, ...draft.problems];
  return { documents: loaded && problems.length === 0 ? [loaded] : [], problems };
}

function draftOf(
  source: Source,
  { data, places, unknown }: YamlDocument,
  kinds: KindSchemas,
  bindings: Bindings,
): Draft {
  const substituted = substitute(data, bindings);
  const draft = new Draft({
    source,
    places,
    data: substituted.data,
    kinds,
    unknown: [...unknown, ...substituted.unknown],
  });
  for (const { path, code, message, hint } of substituted.complaints)
    draft.report(path, code, message, { hint });
  return draft;
}

function check(draft: Draft, names: Map<string, number>): LoadedDocument | undefined {
  const kind = documentKindOf(draft);
  if (!kind) return undefined;
  // Both are told by now, if wrong.
  draft.read([], { ...(draft.data as object), apiVersion, kind: kind.name }, kind.schema);
  kind.check(draft);
  checkName(draft, kind.name, names);
  return located(draft);
}

/** Two documents of one kind and name in one file. */
function checkName(draft: Draft, kind: string, names: Map<string, number>): void {
  const path = ['metadata', 'name'];
  const name = textAt(draft.data, path);
  if (name === undefined || draft.isUnknown(path)) return;
  const line = names.get(`${kind}/${name}`);
  if (line === undefined) names.set(`${kind}/${name}`, draft.place(path).line);
  else draft.report(path, 'MUS1032', `${kind} ${quote(name)} is already in line ${line}`);
}

function located(draft: Draft): LoadedDocument {
  const value = draft.result() as LoadedDocument['value'];
  const place = (path: Path) => draft.place(path);
  return {
    kind: value?.kind,
    value,
    file: draft.place([]).file,
    place,
    problem: (path, code, message, hint) => problemAt(place(path), { path, code, message, hint }),
  } as LoadedDocument;
}

/** By place; what is told twice of one place (an alias written out) is told once. */
function inOrder(problems: readonly Problem[]): Problem[] {
  const told = new Set<string>();
  return problems
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
    .filter(({ line, column, code, message }) => {
      const key = `${line}:${column} ${code} ${message}`;
      if (told.has(key)) return false;
      told.add(key);
      return true;
    });
}
