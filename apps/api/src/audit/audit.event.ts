// What the audit trail keeps of a request.
import type { FastifyRequest } from 'fastify';
import type { NewAuditEvent } from '#store';
import type { OperationSpec } from '../http/operation.ts';

type RequestFacts = Omit<NewAuditEvent, 'outcome' | 'status' | 'code' | 'details'>;

export function auditEventOf(spec: OperationSpec, request: FastifyRequest): RequestFacts {
  const { caller, environment } = request.muster ?? {};
  return {
    actor: caller?.actor ?? 'nobody',
    actorName: caller?.name ?? '',
    operation: spec.id,
    path: pathOf(request.url),
    environment: environment ?? null,
    requestId: request.id,
    address: request.ip,
  };
}

/** Without the query; a path that is longer than any of ours is cut. */
const pathOf = (url: string): string => (url.split('?')[0] ?? '').slice(0, 500);
