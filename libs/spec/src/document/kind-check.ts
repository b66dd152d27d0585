// Faults, probes and drivers are known kinds, and what is passed to one fits the schema of that kind.
import type { z } from 'zod';
import type { Draft } from './draft.ts';
import type { Path } from './loaded.ts';
import { isRecord, textAt, valueAt } from './raw.ts';
import { quote } from './source.ts';
import { suggest } from './suggestion.ts';

/** The entry of the kind named at a path; an unknown name is told. */
export function kindAt<T>(
  draft: Draft,
  path: Path,
  noun: string,
  known: ReadonlyMap<string, T>,
): T | undefined {
  const name = textAt(draft.data, path);
  if (name === undefined || draft.isUnknown(path)) return undefined;
  const entry = known.get(name);
  if (entry === undefined) tellUnknownKind(draft, path, noun, { name, known, aim: 'value' });
  return entry;
}

interface UnknownKind {
  readonly name: string;
  readonly known: ReadonlyMap<string, unknown>;
  readonly aim: 'key' | 'value';
}

export function tellUnknownKind(
  draft: Draft,
  path: Path,
  noun: string,
  { name, known, aim }: UnknownKind,
): void {
  const hint = suggest(name, known.keys(), `Known ${noun}s`);
  draft.report(path, 'MUS1030', `unknown ${noun} ${quote(name)}`, { hint, aim });
}

/** Checks what is passed to a kind. Left out, it is empty; of another type, the document's schema has told it. */
export function readParameters(draft: Draft, path: Path, schema: z.ZodType | undefined): void {
  const written = valueAt(draft.data, path);
  const value = written === undefined ? {} : written;
  if (schema && isRecord(value)) draft.read(path, value, schema);
}
