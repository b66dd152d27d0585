// Every request has an id that its answer tells; it is measured under the operation that served it, and logged with who
// asked and which run it was about.
import { Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiMetrics } from '../metrics/api.metrics.ts';
import type { Route } from './route-table.ts';

/** Asked every few seconds by machines. */
const unlogged = new Set<string | undefined>(['getLiveness', 'getReadiness', 'getMetrics']);

export function observeExchanges(
  server: FastifyInstance,
  routes: readonly Route[],
  metrics: ApiMetrics,
): void {
  const log = new Logger('requests');
  const ids = new Map<string, string>(routes.map(({ spec }) => [spec.route, spec.id]));
  server.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const operation = ids.get(`${request.method} ${request.routeOptions.url ?? ''}`);
    metrics.observe({ operation, status: reply.statusCode, tookMs: reply.elapsedTime });
    if (!unlogged.has(operation)) log.log(...lineOf(request, reply, operation));
    done();
  });
}

function lineOf(
  request: FastifyRequest,
  reply: FastifyReply,
  operation: string | undefined,
): [object, string] {
  const { run } = (request.params ?? {}) as { readonly run?: string };
  const { statusCode: status, elapsedTime } = reply;
  const about = {
    operation,
    status,
    tookMs: Math.round(elapsedTime * 10) / 10,
    caller: request.muster?.caller?.actor,
    requestId: request.id,
    ...(run !== undefined && { run }),
  };
  return [about, `${request.method} ${request.url.split('?')[0]} ${status}`];
}
