// What buyers see: somebody asks for a cart five times a second, whether or not the last one was answered.
import { setTimeout as delay } from 'node:timers/promises';
import { formatDuration } from '#spec';

interface Visit {
  readonly atMs: number;
  tookMs?: number;
  /** undefined: a cart came. */
  failure?: string;
}

const EVERY_MS = 200;
const PATIENCE_MS = 2000;

export class Buyers {
  readonly #url: string;
  readonly #timer: NodeJS.Timeout;
  #visits: Visit[] = [];

  constructor(storefrontUrl: string) {
    this.#url = `${storefrontUrl}/cart/1`;
    this.#timer = setInterval(() => void this.#visit(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Since a moment of `performance.now()`: "cart in 14 ms", "4 of 9 carts fail: 502 checkout is not available". Nothing while nobody has an answer. */
  describe(sinceMs: number): string | undefined {
    const nowMs = performance.now();
    const visits = this.#visits.filter(({ atMs }) => atMs >= sinceMs);
    const waiting = visits.filter(({ tookMs, atMs }) => tookMs === undefined && nowMs - atMs > 1000);
    const failed = visits.filter(({ failure }) => failure !== undefined);
    const last = failed.at(-1)?.failure;
    if (last !== undefined) return `${failed.length} of ${visits.length} carts fail: ${last}`;
    if (waiting.length > 0) return `${waiting.length} of ${visits.length} carts hang for more than 1 s`;
    const times = visits.flatMap(({ tookMs }) => tookMs ?? []).sort((a, b) => a - b);
    const median = times[Math.floor(times.length / 2)];
    return median === undefined
      ? 'nobody has an answer yet'
      : `a cart in ${formatDuration(Math.round(median))}`;
  }

  /** Until somebody who came after that moment has a cart; in vain at most as long as a buyer waits. */
  async someoneServed(sinceMs: number): Promise<void> {
    const giveUpMs = performance.now() + PATIENCE_MS;
    const isServed = ({ atMs, tookMs, failure }: Visit): boolean =>
      atMs >= sinceMs && tookMs !== undefined && failure === undefined;
    while (!this.#visits.some(isServed) && performance.now() < giveUpMs) await delay(EVERY_MS / 10);
  }

  async #visit(): Promise<void> {
    const visit: Visit = { atMs: performance.now() };
    this.#visits = [...this.#visits.slice(-200), visit];
    try {
      const response = await fetch(this.#url, { signal: AbortSignal.timeout(PATIENCE_MS) });
      const { error } = (await response.json()) as { error?: string };
      if (!response.ok) visit.failure = `${response.status} ${error ?? ''}`.trim();
    } catch (error) {
      visit.failure =
        (error as Error).name === 'TimeoutError' ? `no answer in ${PATIENCE_MS / 1000} s` : 'no answer';
    }
    visit.tookMs = performance.now() - visit.atMs;
  }
}
