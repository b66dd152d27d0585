// Refusals and failures in the audit trail. What came about is written there with the change itself (see Mutation).
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ResourceStore } from '#store';
import { isMutating, type OperationSpec } from '../http/operation.ts';
import type { ProblemBody } from '../http/problem.schema.ts';
import type { Route } from '../http/route-table.ts';
import { RESOURCES, ROUTES } from '../parts.ts';
import { auditEventOf } from './audit.event.ts';

@Injectable()
export class AuditTrail {
  readonly #store: ResourceStore;
  readonly #specs: ReadonlyMap<string, OperationSpec>;
  readonly #log = new Logger(AuditTrail.name);

  constructor(@Inject(RESOURCES) store: ResourceStore, @Inject(ROUTES) routes: readonly Route[]) {
    this.#store = store;
    this.#specs = new Map(routes.map(({ spec }) => [spec.route, spec]));
  }

  /** Never fails: that it could not be written is in the log. */
  async refused(request: FastifyRequest, { status, code }: ProblemBody): Promise<void> {
    const spec = this.#specs.get(`${request.method} ${request.routeOptions.url ?? ''}`);
    // A storm of requests, or a database that is away, is not made worse.
    if (spec === undefined || !isMutating(spec) || status === 429 || status === 503) return;
    const outcome = status >= 500 ? 'failed' : 'refused';
    const event = { ...auditEventOf(spec, request), outcome, status, code, details: {} } as const;
    await this.#store
      .change(({ audit }) => audit.add(event))
      .catch((error: unknown) =>
        this.#log.error({ err: error, event }, 'an audit event could not be written'),
      );
  }
}
