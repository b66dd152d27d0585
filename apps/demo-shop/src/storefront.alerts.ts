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
const LATENCY = { meanMs: 1000 };

export class CheckoutAlerts {
  #requests: Request[] = [];

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

  /** Planted flaw: the mean of a minute hides a slowdown of some seconds. */
  #latency(nowMs: number): Alert {
    const recent = this.#since(nowMs - KEPT_MS);
    const total = recent.reduce((sum, request) => sum + request.tookMs, 0);
    return alertOf('CheckoutLatencyHigh', recent.length === 0 ? 0 : total / recent.length, LATENCY.meanMs);
  }

  #since(fromMs: number): Request[] {
    return this.#requests.filter(({ atMs }) => atMs >= fromMs);
  }
}

function alertOf(name: string, value: number, threshold: number): Alert {
  const firing = value > threshold;
  return { name, state: firing ? 'firing' : 'inactive', firing, value, threshold };
}
