// The OpenAPI 3.1 document, written from the route table. `docs/openapi.json` is a copy of it that reviewers read.
import { type ErrorCode, errorTable } from '#core';
import { type Answer, type OperationSpec, partsOf } from '../http/operation.ts';
import { problemSchema } from '../http/problem.schema.ts';
import type { Route } from '../http/route-table.ts';
import { headersOf, takesKey } from './headers.ts';
import { type JsonSchema, SchemaComponents } from './schemas.ts';

const JSON_TYPE = 'application/json';
const PROBLEM_TYPE = 'application/problem+json';

/** Of the API, not of the package: a change that breaks callers gets a new prefix of the paths. */
const VERSION = '1';

export function openApiDocument(routes: readonly Route[]): JsonSchema {
  const components = new SchemaComponents();
  const responses = new Map<string, JsonSchema>();
  const problem = components.refer(problemSchema, 'output');
  const refusals = (route: Route) => refusalsOf(route, responses, problem);
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const route of routes) {
    const { method, path } = partsOf(route.spec);
    const templated = path.replace(/:(\w+)/g, '{$1}');
    (paths[templated] ??= {})[method.toLowerCase()] = operation(route, components, refusals);
  }
  return components.finish({
    openapi: '3.1.0',
    info: {
      title: 'Muster',
      version: VERSION,
      description:
        'Chaos experiments and game days that break a system safely, put it back, and report the gaps. ' +
        'Times are ISO 8601 in UTC. Lists are read page by page with `cursor`. Every POST takes an `Idempotency-Key`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    tags: [...new Set(routes.map(({ spec }) => spec.tag))].sort().map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      responses: Object.fromEntries([...responses].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  });
}

function operation(
  route: Route,
  components: SchemaComponents,
  refusals: (route: Route) => JsonSchema,
): JsonSchema {
  const { spec } = route;
  const parameters = [
    ...parametersOf(route.path, 'path', components),
    ...parametersOf(route.query, 'query', components),
    ...headersOf(spec),
  ];
  return {
    operationId: spec.id,
    tags: [spec.tag],
    summary: spec.summary,
    ...('public' in spec.access && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(hasBody(route) && { requestBody: requestBody(route, components) }),
    responses: { ...answersOf(spec, components), ...refusals(route) },
  };
}

function parametersOf(
  schema: Route['path'],
  place: 'path' | 'query',
  components: SchemaComponents,
): JsonSchema[] {
  if (schema === undefined) return [];
  const object = components.refer(schema, 'input') as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(object.properties ?? {}).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || (object.required?.includes(name) ?? false),
    ...(description !== undefined && { description }),
    schema: rest,
  }));
}

const hasBody = ({ bodies }: Route): boolean => Object.keys(bodies).length > 0;

function requestBody({ bodies }: Route, components: SchemaComponents): JsonSchema {
  const content = Object.entries(bodies).map(([type, schema]) => {
    return [type, { schema: components.refer(schema, 'input') }] as const;
  });
  return { required: true, content: Object.fromEntries(content) };
}

function answersOf({ answers, etag }: OperationSpec, components: SchemaComponents): JsonSchema {
  const headers = etag === undefined ? {} : { headers: { ETag: { schema: { type: 'string' } } } };
  return Object.fromEntries(
    answers.map((answer) => [
      String(answer.status),
      { description: answer.description, ...headers, ...contentOf(answer, components) },
    ]),
  );
}

function contentOf({ schema, types }: Answer, components: SchemaComponents): JsonSchema {
  const content: JsonSchema = {};
  if (schema !== undefined) content[JSON_TYPE] = { schema: components.refer(schema, 'output') };
  for (const type of types ?? []) content[type] = { schema: { type: 'string' } };
  return Object.keys(content).length === 0 ? {} : { content };
}

/** Refusals are told by reference: `MUS5001`, or `MUS2005_MUS5005` where a status has two reasons. */
function refusalsOf(route: Route, refusals: Map<string, JsonSchema>, problem: JsonSchema): JsonSchema {
  const byStatus = Map.groupBy([...refusalCodes(route)].sort(), (code) => errorTable[code].httpStatus);
  const responses = [...byStatus].map(([status, codes]) => {
    const name = codes.join('_');
    refusals.set(name, {
      description: codes.map((code) => `${code} ${errorTable[code].title}`).join('; '),
      content: { [PROBLEM_TYPE]: { schema: problem } },
    });
    return [String(status), { $ref: `#/components/responses/${name}` }] as const;
  });
  return Object.fromEntries(responses);
}

/** What follows from the shape of a route, and what it declares. */
function refusalCodes(route: Route): ReadonlySet<ErrorCode> {
  const { spec, path, query } = route;
  const codes: ErrorCode[] = [...(spec.refuses ?? [])];
  if (takesKey(spec)) codes.push('MUS2006', 'MUS5005');
  if (spec.isConditional) codes.push('MUS2006', 'MUS5004');
  if ((path ?? query) !== undefined || hasBody(route)) codes.push('MUS2006');
  if (path !== undefined) codes.push('MUS5003');
  if (hasBody(route)) codes.push('MUS5010', 'MUS5011');
  if (!('public' in spec.access)) codes.push('MUS5001', 'MUS5002', 'MUS5009', 'MUS3007');
  return new Set(codes);
}
