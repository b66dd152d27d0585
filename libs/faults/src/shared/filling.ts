// Takes connections up to a goal and keeps them: as fast as told, and again, slowly, when some are lost or refused.
import { pause, untilEnded } from './helper.ts';

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
  /** The goal, or what the other side gives, is reached; with a rate, that the first are held. Called once. */
  readonly ready: () => void;
}

const ROUND_MS = 1000;
const PARALLEL = 8;

/** Ends, with everything closed, as soon as `ended` fires: what is being opened then is not waited for. */
export async function fill<One extends Held>(filling: Filling<One>): Promise<void> {
  const held = new Set<One>();
  try {
    const ready = once(filling.ready);
    await Promise.race([fillRoundByRound({ ...filling, ready }, held), untilEnded(filling.ended)]);
  } finally {
    for (const one of held) one.close();
  }
}

function once(call: () => void): () => void {
  let called = false;
  return () => {
    if (!called) call();
    called = true;
  };
}

async function fillRoundByRound<One extends Held>(filling: Filling<One>, held: Set<One>): Promise<void> {
  while (!filling.ended.aborted) {
    await fillUp(filling, held, await filling.goal(held));
    if (filling.ended.aborted) return;
    filling.ready();
    await pause(ROUND_MS, filling.ended);
  }
}

/** Until the goal, or the first refusal. What is accepted and closed at once counts as tried. */
async function fillUp<One extends Held>(filling: Filling<One>, held: Set<One>, goal: number): Promise<void> {
  const { ratePerSecond, ended } = filling;
  const startedMs = performance.now();
  const wanted = goal - held.size;
  let tried = 0;
  while (tried < wanted && !ended.aborted) {
    const due = ratePerSecond === undefined ? PARALLEL : dueBy(startedMs, ratePerSecond) - tried;
    const count = Math.min(due, PARALLEL, wanted - tried);
    if (count < 1) {
      filling.ready();
      await pause(1000 / (ratePerSecond ?? 1), ended);
      continue;
    }
    tried += count;
    const results = await Promise.all(Array.from({ length: count }, () => openOne(filling, held)));
    if (results.includes(false)) return;
  }
}

const dueBy = (startedMs: number, ratePerSecond: number): number =>
  Math.floor(((performance.now() - startedMs) / 1000) * ratePerSecond) + 1;

async function openOne<One extends Held>({ open, ended }: Filling<One>, held: Set<One>): Promise<boolean> {
  let isLost = false;
  let forget: () => unknown = () => (isLost = true);
  const one = await open(() => forget());
  if (one === undefined || isLost) return false;
  if (ended.aborted) one.close();
  else held.add(one);
  forget = () => held.delete(one);
  return true;
}
