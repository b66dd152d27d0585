// Around every route that is not a GET: answers a repeated request as before, and lets nothing change unaudited.
import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { from, type Observable, of, switchMap, tap } from 'rxjs';
import { MusterError } from '#core';
import type { ResourceStore } from '#store';
import { RESOURCES } from '../parts.ts';
import { Mutation } from './mutation.ts';
import { isMutating, type OperationSpec, operationOf, partsOf } from './operation.ts';

const KEY = /^[\x21-\x7e]{1,200}$/;

@Injectable()
export class MutationInterceptor implements NestInterceptor {
  readonly #store: ResourceStore;

  constructor(@Inject(RESOURCES) store: ResourceStore) {
    this.#store = store;
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const spec = operationOf(context.getHandler());
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const known = request.muster;
    if (!isMutating(spec) || known?.caller === undefined) return next.handle();
    const mutation = new Mutation(this.#store, {
      spec,
      request,
      caller: known.caller,
      key: keyOf(spec, request),
    });
    known.mutation = mutation;
    return from(mutation.replay()).pipe(
      switchMap((answer) => (answer === undefined ? next.handle() : of(answer))),
      tap(() => {
        if (!mutation.isCommitted)
          throw new MusterError('MUS9001', `${spec.id} changed something without an audit event`);
      }),
    );
  }
}

/** @throws MusterError MUS2006 */
function keyOf(spec: OperationSpec, { headers }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined || partsOf(spec).method !== 'POST') return undefined;
  if (typeof key === 'string' && KEY.test(key)) return key;
  throw new MusterError('MUS2006', 'Idempotency-Key: expected 1 to 200 visible ASCII characters');
}
