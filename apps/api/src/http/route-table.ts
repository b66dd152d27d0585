// Every route there is, read from the controllers: what each declares, and the schemas its parameters are checked with.
import {
  CUSTOM_ROUTE_ARGS_METADATA,
  METHOD_METADATA,
  ROUTE_ARGS_METADATA,
} from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { MetadataScanner } from '@nestjs/core';
import type { z } from 'zod';
import { type OperationSpec, operationOf } from './operation.ts';

export interface Route {
  readonly spec: OperationSpec;
  readonly path: z.ZodObject | undefined;
  readonly query: z.ZodObject | undefined;
  /** By type. */
  readonly bodies: Readonly<Record<string, z.ZodType>>;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type ControllerClass = new (...parts: any[]) => object;

/** @throws TypeError: two routes have one id, or a handler declares nothing */
export function routeTable(controllers: readonly ControllerClass[]): readonly Route[] {
  const routes = controllers.flatMap(routesOf);
  const ids = routes.map(({ spec }) => spec.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new TypeError(`two routes are called ${twice}`);
  return routes;
}

function routesOf(controller: ControllerClass): Route[] {
  const prototype = controller.prototype as Record<string, object>;
  return new MetadataScanner()
    .getAllMethodNames(prototype)
    .filter((name) => Reflect.hasMetadata(METHOD_METADATA, prototype[name] ?? {}))
    .map((name) => ({ name, spec: operationOf(prototype[name] ?? {}) }))
    .map(({ name, spec }) => ({
      spec,
      path: schemaOf(controller, name, RouteParamtypes.PARAM) as z.ZodObject | undefined,
      query: schemaOf(controller, name, RouteParamtypes.QUERY) as z.ZodObject | undefined,
      bodies: spec.bodies ?? jsonBody(schemaOf(controller, name, RouteParamtypes.BODY)),
    }));
}

const jsonBody = (schema: z.ZodType | undefined): Route['bodies'] =>
  schema === undefined ? {} : { 'application/json': schema };

interface ParameterMetadata {
  readonly schema?: z.ZodType;
}

function schemaOf(controller: ControllerClass, name: string, kind: RouteParamtypes): z.ZodType | undefined {
  const all = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Record<
    string,
    ParameterMetadata
  >;
  const own = Object.entries(all).find(
    ([key]) => !key.includes(CUSTOM_ROUTE_ARGS_METADATA) && key.startsWith(`${kind}:`),
  );
  return own?.[1].schema;
}
