// Names within one document: each is used once, and what refers to one finds it.
import type { Draft } from './draft.ts';
import type { Path } from './loaded.ts';
import { listAt, textAt } from './raw.ts';
import { quote } from './source.ts';
import { suggest } from './suggestion.ts';

/** Names of a list, in its order; what has none yet is left out. */
export function namesOf(draft: Draft, list: Path, key = 'name'): string[] {
  return listAt(draft.data, list).flatMap((_, index) => textAt(draft.data, [...list, index, key]) ?? []);
}

export function checkUnique(draft: Draft, list: Path, noun: string, key = 'name'): void {
  const lines = new Map<string, number>();
  listAt(draft.data, list).forEach((_, index) => {
    const path = [...list, index, key];
    const name = textAt(draft.data, path);
    if (name === undefined || draft.isUnknown(path)) return;
    const line = lines.get(name);
    if (line === undefined) lines.set(name, draft.place(path).line);
    else draft.report(path, 'MUS1032', `${noun} ${quote(name)} is already in line ${line}`);
  });
}

export function checkReference(draft: Draft, path: Path, noun: string, known: readonly string[]): void {
  const name = textAt(draft.data, path);
  if (name === undefined || draft.isUnknown(path) || known.includes(name)) return;
  const hint = suggest(name, known, `Defined ${noun}s`);
  draft.report(path, 'MUS1031', `no ${noun} is named ${quote(name)}`, { hint });
}

/** Faults that wait for each other would never start. Each circle is told once, at the `after` of its first fault. */
export function checkOrder(draft: Draft, faults: Path): void {
  const after = new Map<string, string | undefined>();
  const indexes = new Map<string, number>();
  listAt(draft.data, faults).forEach((_, index) => {
    const name = textAt(draft.data, [...faults, index, 'name']);
    if (name === undefined || after.has(name)) return;
    after.set(name, textAt(draft.data, [...faults, index, 'after']));
    indexes.set(name, index);
  });
  for (const circle of circlesOf(after)) {
    const [first] = circle;
    const message =
      circle.length === 1
        ? `${quote(first)} waits for itself`
        : [...circle, first].map(quote).join(' waits for ');
    draft.report([...faults, indexes.get(circle[0] ?? '') ?? 0, 'after'], 'MUS1033', message);
  }
}

/** Where each name leads to at most one other: the circles, each once, from the name that was reached first. */
function circlesOf(next: ReadonlyMap<string, string | undefined>): string[][] {
  const done = new Set<string>();
  return [...next.keys()].flatMap((start) => {
    const trail: string[] = [];
    let name: string | undefined = start;
    while (name !== undefined && !done.has(name)) {
      done.add(name);
      trail.push(name);
      name = next.get(name);
    }
    const from = name === undefined ? -1 : trail.indexOf(name);
    return from === -1 ? [] : [trail.slice(from)];
  });
}
