// Choosing which of the targets found are harmed: the same seed always chooses the same ones.
import type { TargetMode } from '#spec';
import type { Target } from '../ports/capabilities.ts';

/** Targets to harm, in order of id. Percentages round up: 50% of 3 is 2. */
export function chooseTargets(found: readonly Target[], mode: TargetMode, seed: number): readonly Target[] {
  const count = countOf(mode, found.length);
  if (count >= found.length) return found;
  const shuffled = shuffle([...found].sort(byId), seed);
  return shuffled.slice(0, count).sort(byId);
}

const byId = (a: Target, b: Target): number => (a.id < b.id ? -1 : Number(a.id > b.id));

function countOf(mode: TargetMode, found: number): number {
  if (mode === 'all') return found;
  if (mode === 'one') return 1;
  return 'count' in mode ? mode.count : Math.ceil(found * mode.percent - 1e-9);
}

function shuffle<T>(items: T[], seed: number): T[] {
  const random = mulberry32(seed);
  for (let index = items.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [items[index], items[other]] = [items[other] as T, items[index] as T];
  }
  return items;
}

/** mulberry32: a small public-domain generator with 32 bits of state; good enough to draw lots, not for secrets. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
