// Sends what a handler returns as its operation promises it: status, ETag, type, and no key more.
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { promised } from './answer.ts';
import { type OperationSpec, operationOf } from './operation.ts';

@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const spec = operationOf(context.getHandler());
    if (spec.isStream) return next.handle();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(map((result: unknown) => send(spec, result, reply)));
  }
}

function send(spec: OperationSpec, result: unknown, reply: FastifyReply): unknown {
  const { status, body, isReplayed } = promised(spec, result);
  void reply.status(status);
  if (isReplayed) void reply.header('idempotency-replayed', 'true');
  const declared = spec.answers.find((one) => one.status === status);
  const [type] = declared?.types ?? [];
  if (declared?.schema === undefined && type !== undefined && !reply.hasHeader('content-type')) {
    void reply.type(type);
  }
  if (spec.etag !== undefined && typeof body === 'object') {
    void reply.header('etag', etagOf((body as Record<string, unknown>)[spec.etag]));
  }
  return body;
}

const etagOf = (revision: unknown): string => `"${String(revision)}"`;
