// One declaration per route: the router, the guard, the audit trail, the OpenAPI document, the generated client and the
// security tests all read it. A method of a controller without one is no route.
import { applyDecorators, HttpCode, RequestMapping, RequestMethod, SetMetadata, Sse } from '@nestjs/common';
import type { z } from 'zod';
import type { ErrorCode } from '#core';
import type { AccessRule } from '../auth/access.rule.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Answer {
  readonly status: 200 | 201 | 202 | 204;
  readonly description: string;
  readonly schema?: z.ZodType;
  /** Types of a body that is not application/json. */
  readonly types?: readonly string[];
}

export interface OperationSpec {
  /** Unique; the name of the method in generated clients: `listRuns`. */
  readonly id: string;
  /** `GET /v1/runs/:run`; the controller has no path of its own. */
  readonly route: `${Method} /${string}`;
  readonly tag: string;
  readonly summary: string;
  readonly access: AccessRule;
  /** The first is what a handler answers with unless it says otherwise. */
  readonly answers: readonly [Answer, ...Answer[]];
  /** Refusals that do not follow from the shape of the route. */
  readonly refuses?: readonly ErrorCode[];
  /** The key of the answer that is its ETag. */
  readonly etag?: string;
  /** It takes If-Match and If-None-Match. */
  readonly isConditional?: boolean;
  /** The answer holds a secret that is shown once: it is not kept for whoever repeats the request. */
  readonly showsSecret?: boolean;
  /** The answer is a stream of server-sent events. */
  readonly isStream?: boolean;
  /** A POST that only asks: nothing is changed, and nothing audited. */
  readonly onlyAsks?: boolean;
  /** The request body by type, where it is not what `@Body` checks as application/json. */
  readonly bodies?: Readonly<Record<string, z.ZodType>>;
}

const KEY = 'muster:operation';

export function Operation(spec: OperationSpec): MethodDecorator {
  const { method, path } = partsOf(spec);
  return applyDecorators(
    spec.isStream ? Sse(path) : RequestMapping({ method: RequestMethod[method], path }),
    HttpCode(spec.answers[0].status),
    SetMetadata(KEY, spec),
  );
}

/** Of a method of a controller. @throws TypeError where it is no route */
export function operationOf(handler: object): OperationSpec {
  const spec = Reflect.getMetadata(KEY, handler) as OperationSpec | undefined;
  if (spec === undefined) throw new TypeError(`${(handler as { name: string }).name} has no @Operation`);
  return spec;
}

export function partsOf({ route }: OperationSpec): { readonly method: Method; readonly path: string } {
  const [method, path] = route.split(' ') as [Method, string];
  return { method, path };
}

export const isMutating = (spec: OperationSpec): boolean =>
  partsOf(spec).method !== 'GET' && spec.onlyAsks !== true;
