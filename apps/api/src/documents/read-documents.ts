// The documents of a text, checked as a file on disk is checked. What only the environment can tell (the values of its
// variables) is not asked here: a plan asks for it.
import { createHash } from 'node:crypto';
import { type DocumentOutline, loadDocuments, outlineDocuments, type Problem } from '#spec';
import type { DocumentKind, DocumentName, NewDocument } from '#store';
import { catalogue } from '#use-cases';
import { invalidDocuments } from '../http/request.error.ts';

export type ReadDocument = Omit<NewDocument, 'savedBy'>;

export interface ReadRequest {
  readonly bytes: Uint8Array;
  /** Name that problems give. */
  readonly file: string;
}

const HAS_NO_VALUE = 'MUS1020';

/** Every problem, in the order of the text. */
export function problemsOf({ bytes, file }: ReadRequest): readonly Problem[] {
  const { problems } = loadDocuments({ file, bytes, kinds: catalogue });
  return problems.filter(({ code }) => code !== HAS_NO_VALUE);
}

/** @throws RequestError MUS2005 */
export function readDocuments(request: ReadRequest): readonly ReadDocument[] {
  const problems = problemsOf(request);
  if (problems.length > 0) throw invalidDocuments(problems);
  const text = new TextDecoder().decode(request.bytes);
  const outlines = outlineDocuments(text);
  return outlines.map((outline) => readOne(outlines.length === 1 ? { ...outline, text } : outline));
}

/** The one document that a request must hold. @throws RequestError MUS2005 */
export function readTheDocument(request: ReadRequest, { kind, name }: DocumentName): ReadDocument {
  const documents = readDocuments(request);
  const [only] = documents;
  if (documents.length === 1 && only?.kind === kind && only.name === name) return only;
  const found = documents.map((one) => `${one.kind} ${one.name}`).join(', ');
  const message = `expected one document, ${kind} ${name}; found ${found}`;
  const hint = 'Name the document as the path does; POST /v1/apply takes several at once.';
  throw invalidDocuments([
    { code: 'MUS1008', message, hint, file: request.file, line: 1, column: 1, path: 'metadata.name' },
  ]);
}

function readOne({ kind, name, title, labels, service, environment, text }: DocumentOutline): ReadDocument {
  return {
    kind: kind as DocumentKind,
    name: name ?? '',
    title: title ?? null,
    service: service ?? null,
    environment: environment ?? null,
    labels,
    source: text,
    hash: createHash('sha256').update(text).digest('hex'),
  };
}
