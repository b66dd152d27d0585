// "Did you mean": the known name nearest to what was written.
import { distance } from 'fastest-levenshtein';

/** A file of thousands of names would cost seconds: only so many are compared. */
const maxCompared = 300;

/** The candidate that was most plausibly meant; undefined if none is near. Case, `-` and `_` do not count. */
export function nearest(written: string, candidates: Iterable<string>): string | undefined {
  const wanted = fold(written);
  // Two letters swapped count as two changes.
  const limit = Math.min(3, Math.max(1, Math.round(wanted.length / 2.5)));
  let best: { readonly name: string; readonly far: number } | undefined;
  let compared = 0;
  for (const name of candidates) {
    compared += 1;
    if (compared > maxCompared) break;
    const known = fold(name);
    // The lengths alone already bound the distance from below: long rubbish costs nothing.
    if (name === written || Math.abs(known.length - wanted.length) > limit) continue;
    const far = distance(wanted, known);
    if (far <= limit && (!best || far < best.far)) best = { name, far };
  }
  return best?.name;
}

/** Hint for an unknown name: the nearest one, else what there is. */
export function suggest(written: string, candidates: Iterable<string>, things = 'Known'): string | undefined {
  const names = [...new Set(candidates)];
  const near = nearest(written, names);
  if (near !== undefined) return `Did you mean "${near}"?`;
  if (names.length === 0) return undefined;
  const shown = names.slice(0, 20).join(', ');
  return `${things}: ${shown}${names.length > 20 ? ', …' : ''}.`;
}

const fold = (name: string): string => name.toLowerCase().replaceAll(/[-_ ]/g, '');
