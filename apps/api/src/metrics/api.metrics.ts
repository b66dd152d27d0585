// What this process tells Prometheus of itself. A label is never anything that a caller chose.
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

export const METRICS = Symbol('ApiMetrics');

export interface Exchange {
  /** Id of the operation; undefined: there is no such route. */
  readonly operation: string | undefined;
  readonly status: number;
  readonly tookMs: number;
}

export class ApiMetrics {
  readonly registry = new Registry();
  readonly #seconds: Histogram;
  readonly #refusals: Counter;

  constructor() {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.#seconds = new Histogram({
      name: 'muster_http_request_duration_seconds',
      help: 'Time from the request to its answer, by operation and status.',
      labelNames: ['operation', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    });
    this.#refusals = new Counter({
      name: 'muster_http_refusals_total',
      help: 'Requests refused for want of a token (401), a role (403) or patience (429).',
      labelNames: ['status'],
      registers,
    });
  }

  observe({ operation = 'none', status, tookMs }: Exchange): void {
    this.#seconds.observe({ operation, status }, tookMs / 1000);
    if (status === 401 || status === 403 || status === 429) this.#refusals.inc({ status });
  }
}
