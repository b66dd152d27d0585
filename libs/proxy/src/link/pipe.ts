// The vocabulary of a toxic: a generator that asks for one step at a time (take, sleep, emit) and gets its answer.
// The stub that runs it may interrupt a take or a sleep; the toxic then hands on what it holds and returns.
import type { Chunk } from './chunk.ts';

/** The source has ended and everything before the end was taken. */
export const END: unique symbol = Symbol('end');
/** The toxic is about to be updated or removed: do not wait any longer and drop nothing. */
export const INTERRUPTED: unique symbol = Symbol('interrupted');
/** The time asked for is over. */
export const ELAPSED: unique symbol = Symbol('elapsed');

export type Step =
  | { readonly kind: 'take'; readonly untilMs: number }
  | { readonly kind: 'sleep'; readonly untilMs: number; readonly firm: boolean }
  | { readonly kind: 'emit'; readonly chunk: Chunk };

export type Answer = Chunk | typeof END | typeof INTERRUPTED | typeof ELAPSED;

/** `close` ends the stream here: what follows in the chain drains, then the destination is closed. */
export type Outcome = 'close' | 'interrupted';

export type Pipe = Generator<Step, Outcome, Answer>;
type Ask<T> = Generator<Step, T, Answer>;

const TAKE: Step = { kind: 'take', untilMs: Infinity };

/** Waits for the next chunk. */
export function* take(): Ask<Chunk | typeof END | typeof INTERRUPTED> {
  return (yield TAKE) as Chunk | typeof END | typeof INTERRUPTED;
}

/** Waits for the next chunk, but not longer than `timeoutMs`. */
export function* takeWithin(timeoutMs: number): Ask<Answer> {
  return yield { kind: 'take', untilMs: performance.now() + timeoutMs };
}

/** Waits for a moment of the `performance.now()` clock. */
export function* sleepUntil(untilMs: number): Ask<typeof ELAPSED | typeof INTERRUPTED> {
  return (yield { kind: 'sleep', untilMs, firm: false }) as typeof ELAPSED | typeof INTERRUPTED;
}

/** Waits without listening to interruptions: from here on the stream is lost and only the moment of its end is open. */
export function* sleepFirmly(durationMs: number): Ask<void> {
  yield { kind: 'sleep', untilMs: performance.now() + durationMs, firm: true };
}

/** Hands a chunk on, waiting for room behind (an interruption does not wait). */
export function* emit(chunk: Chunk): Ask<void> {
  yield { kind: 'emit', chunk };
}
