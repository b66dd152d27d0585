import { Controller, Inject } from '@nestjs/common';
import { Operation } from '../http/operation.ts';
import { type ApiMetrics, METRICS } from './api.metrics.ts';

@Controller()
export class MetricsController {
  readonly #metrics: ApiMetrics;

  constructor(@Inject(METRICS) metrics: ApiMetrics) {
    this.#metrics = metrics;
  }

  @Operation({
    id: 'getMetrics',
    route: 'GET /metrics',
    tag: 'health',
    summary: 'Measurements for Prometheus.',
    access: { action: 'read', in: 'anywhere' },
    answers: [{ status: 200, description: 'The text format of Prometheus.', types: ['text/plain'] }],
  })
  metrics(): Promise<string> {
    return this.#metrics.registry.metrics();
  }
}
