// A path that exists answers 405 and `Allow` to a method that it has not, instead of saying that it does not exist.
import type { FastifyInstance, HTTPMethods } from 'fastify';
import { MusterError } from '#core';
import { partsOf } from './operation.ts';
import { problemOf } from './problem.filter.ts';
import type { Route } from './route-table.ts';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

export function addMethodRefusals(server: FastifyInstance, routes: readonly Route[]): void {
  const byPath = new Map<string, string[]>();
  for (const { spec } of routes) {
    const { method, path } = partsOf(spec);
    byPath.set(path, [...(byPath.get(path) ?? []), method]);
  }
  for (const [url, allowed] of byPath) {
    const refused = methods.filter((method) => !allowed.includes(method)) as HTTPMethods[];
    const allow = allowed.includes('GET') ? [...allowed, 'HEAD'] : allowed;
    server.route({
      method: refused,
      url,
      handler: async (request, reply) => {
        const error = new MusterError('MUS5012', `${request.method} is not a method of ${url}`);
        await reply
          .status(405)
          .header('allow', allow.join(', '))
          .type('application/problem+json')
          .send(JSON.stringify(problemOf(error, request)));
      },
    });
  }
}
