// What is known of a request while it is served; the guard begins it.
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller as CallerOf } from '../auth/caller.ts';
import type { Mutation } from './mutation.ts';

export interface RequestContext {
  /** undefined: nobody was asked for (public), or nobody was proven. */
  caller?: CallerOf;
  /** The environment that it concerns, where there is one. */
  environment?: string;
  mutation?: Mutation;
}

declare module 'fastify' {
  interface FastifyRequest {
    muster?: RequestContext;
  }
}

const contextOf = (context: ExecutionContext): RequestContext =>
  context.switchToHttp().getRequest<FastifyRequest>().muster ?? {};

/** Who sent the request. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  return contextOf(context).caller;
});

/** The way to change something, of a route that is not a GET. */
export const Change = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  return contextOf(context).mutation;
});
