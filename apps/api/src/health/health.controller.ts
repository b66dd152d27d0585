// For whoever keeps this process alive: live says that it runs, ready that it can serve.
import { Controller, Inject } from '@nestjs/common';
import { MusterError } from '#core';
import { Operation } from '../http/operation.ts';
import { livenessSchema, readinessSchema } from './health.schema.ts';
import { READINESS, type Readiness } from './readiness.ts';

@Controller()
export class HealthController {
  readonly #readiness: Readiness;

  constructor(@Inject(READINESS) readiness: Readiness) {
    this.#readiness = readiness;
  }

  @Operation({
    id: 'getLiveness',
    route: 'GET /health/live',
    tag: 'health',
    summary: 'Whether the process runs. It says nothing of the database.',
    access: { public: true },
    answers: [{ status: 200, description: 'It runs.', schema: livenessSchema }],
  })
  live() {
    return { status: 'up' };
  }

  @Operation({
    id: 'getReadiness',
    route: 'GET /health/ready',
    tag: 'health',
    summary:
      'Whether requests can be served now: the database answers and this process is not on its way out.',
    access: { public: true },
    answers: [{ status: 200, description: 'It serves.', schema: readinessSchema }],
    refuses: ['MUS5013'],
  })
  async ready() {
    const { isDraining, version, check } = this.#readiness;
    if (isDraining()) throw new MusterError('MUS5013', 'this replica shuts down');
    // Why it does not is for the log: anybody may ask.
    await check().catch((error: unknown) => {
      throw new MusterError('MUS5013', 'the database does not answer', { cause: error });
    });
    return { status: 'ready', version };
  }
}
