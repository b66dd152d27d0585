// The storefront's alerts on its calls to checkout, computed from the last minute when somebody asks.
export interface Alert {
  readonly name: string;
  readonly state: 'firing' | 'inactive';
  readonly firing: boolean;
  readonly value: number;
  readonly threshold: number;
}

interface Request {
  readonly atMs: number;
  readonly tookMs: number;
  readonly failed: boolean;
}

const KEPT_MS = 60_000;
const ERRORS = { overMs: 2000, ratio: 0.05, atLeast: 5 };
/** Planted flaw: the mean of a minute hides a slowdown of some seconds. The p99 of the last two shows it. */
const LATENCY = { mean: { overMs: KEPT_MS, limitMs: 1000 }, p99: { overMs: 2000, limitMs: 400 } };

export class CheckoutAlerts {
  readonly #latencyRule: keyof typeof LATENCY;
  #requests: Request[] = [];

  constructor(latencyRule: keyof typeof LATENCY) {
    this.#latencyRule = latencyRule;
  }

  /** `atMs` is when the request ended. */
  record(request: Request): void {
    this.#requests.push(request);
    const oldest = this.#requests[0];
    if (oldest !== undefined && oldest.atMs < request.atMs - 2 * KEPT_MS)
      this.#requests = this.#since(request.atMs - KEPT_MS);
  }

  alert(name: string, nowMs: number): Alert | undefined {
    if (name === 'CheckoutErrorsHigh') return this.#errors(nowMs);
    if (name === 'CheckoutLatencyHigh') return this.#latency(nowMs);
    return undefined;
  }

  #errors(nowMs: number): Alert {
    const recent = this.#since(nowMs - ERRORS.overMs);
    const failed = recent.filter((request) => request.failed).length;
    const value = recent.length < ERRORS.atLeast ? 0 : failed / recent.length;
    return alertOf('CheckoutErrorsHigh', value, ERRORS.ratio);
  }

  #latency(nowMs: number): Alert {
    const { overMs, limitMs } = LATENCY[this.#latencyRule];
    const times = this.#since(nowMs - overMs).map(({ tookMs }) => tookMs);
    const value = this.#latencyRule === 'mean' ? meanOf(times) : p99Of(times);
    return alertOf('CheckoutLatencyHigh', value, limitMs);
  }

  #since(fromMs: number): Request[] {
    return this.#requests.filter(({ atMs }) => atMs >= fromMs);
  }
}

function alertOf(name: string, value: number, threshold: number): Alert {
  const firing = value > threshold;
  return { name, state: firing ? 'firing' : 'inactive', firing, value, threshold };
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function p99Of(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? 0;
}
