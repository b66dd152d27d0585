// Takes connections up to a goal and keeps them: as fast as told, and again, slowly, when some are lost or refused.
import { pause } from './helper.ts';

/** A connection that is held. */
export interface Held {
  close(): void;
}

export interface Filling<One extends Held> {
  /** How many to hold now; asked again every second, for places that others free. */
  readonly goal: (held: ReadonlySet<One>) => Promise<number>;
  /** Opens one; undefined: refused. `lost` tells that it broke later. */
  readonly open: (lost: () => void) => Promise<One | undefined>;
  /** Most new connections per second; undefined: as fast as they open. */
  readonly ratePerSecond: number | undefined;
  readonly ended: AbortSignal;
  /** The goal, or what the other side gives, is reached for the first time. */
  readonly ready: () => void;
}

const ROUND_MS = 1000;
const PARALLEL = 8;

/** Ends, with everything closed, when `ended` fires. */
export async function fill<One extends Held>(filling: Filling<One>): Promise<void> {
  const held = new Set<One>();
  try {
    while (!filling.ended.aborted) {
      const goal = await filling.goal(held);
      await fillUp(filling, held, goal);
      if (filling.ended.aborted) return;
      filling.ready();
      await pause(ROUND_MS, filling.ended);
    }
  } finally {
    for (const one of held) one.close();
  }
}

/** Until the goal, or the first refusal. */
async function fillUp<One extends Held>(filling: Filling<One>, held: Set<One>, goal: number): Promise<void> {
  const { ratePerSecond, ended } = filling;
  const startedMs = performance.now();
  let opened = 0;
  let refused = false;
  while (held.size < goal && !refused && !ended.aborted) {
    const due = ratePerSecond === undefined ? PARALLEL : dueBy(startedMs, ratePerSecond) - opened;
    const count = Math.min(due, PARALLEL, goal - held.size);
    if (count < 1) {
      await pause(1000 / (ratePerSecond ?? 1), ended);
      continue;
    }
    opened += count;
    const results = await Promise.all(Array.from({ length: count }, () => openOne(filling, held)));
    refused = results.includes(false);
  }
}

const dueBy = (startedMs: number, ratePerSecond: number): number =>
  Math.floor(((performance.now() - startedMs) / 1000) * ratePerSecond) + 1;

async function openOne<One extends Held>({ open, ended }: Filling<One>, held: Set<One>): Promise<boolean> {
  let isLost = false;
  let forget: () => unknown = () => (isLost = true);
  const one = await open(() => forget());
  if (one === undefined) return false;
  if (isLost) return false;
  if (ended.aborted) one.close();
  else held.add(one);
  forget = () => held.delete(one);
  return true;
}
