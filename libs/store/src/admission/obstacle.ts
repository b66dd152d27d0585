// Why a queued run cannot start now, told with the numbers.

export interface Obstacle {
  readonly kind: 'halted' | 'environment-full' | 'target-held';
  readonly message: string;
}

export interface Situation {
  readonly phase: string;
  readonly environment: string | null;
  readonly halt: { readonly why: string; readonly by: string; readonly since: string } | null;
  /** Runs of the environment that go on. */
  readonly going: number;
  readonly held: readonly Held[] | null;
}

interface Held {
  readonly target: string;
  readonly run: string;
  readonly cleanup: string | null;
}

/** undefined: none any more. */
export function obstacleIn(
  { halt, held, going, environment }: Situation,
  limit: number,
): Obstacle | undefined {
  if (halt !== null) {
    return { kind: 'halted', message: `all runs are halted since ${halt.since} by ${halt.by}: ${halt.why}` };
  }
  if (held !== null) return { kind: 'target-held', message: held.map(heldBy).join('; ') };
  if (going < limit) return undefined;
  const message = `${going} runs go on in ${environment ?? 'no environment'} (limit ${limit})`;
  return { kind: 'environment-full', message };
}

function heldBy({ target, run, cleanup }: Held): string {
  return cleanup === null
    ? `${target} is harmed by run ${run}`
    : `${target} was left ${cleanup} by run ${run}, which must be recovered first`;
}
