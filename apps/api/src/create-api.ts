// Puts the HTTP server together, ready to listen or to be asked by `inject`.
import fastifyHelmet from '@fastify/helmet';
import fastifyRateLimit from '@fastify/rate-limit';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { ApiModule, type ApiParts, routes } from './api.module.ts';
import { addBodyParsers } from './http/body.parsers.ts';
import { observeExchanges } from './http/exchange.observer.ts';
import { addMethodRefusals } from './http/method.refusal.ts';
import { rateLimit } from './http/rate.limit.ts';
import { requestId } from './logging/log.options.ts';

const REQUEST_MS = 30_000;
/** Names have up to 100 characters, ids fewer; encoded they grow. */
const LONGEST_PARAMETER = 300;

export async function createApi(parts: ApiParts): Promise<NestFastifyApplication> {
  const { env } = parts;
  const adapter = new FastifyAdapter({
    bodyLimit: env.bodyLimitBytes,
    requestTimeout: REQUEST_MS,
    trustProxy: env.trustedProxies.length > 0 ? [...env.trustedProxies] : false,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    genReqId: requestId,
    forceCloseConnections: 'idle',
  });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.with(parts), adapter, {
    bufferLogs: true,
    abortOnError: false,
    bodyParser: false,
  });
  app.useLogger(app.get(Logger));
  await app.register(fastifyHelmet);
  await app.register(fastifyRateLimit, rateLimit(env.requestsPerMinute));
  const server = adapter.getInstance();
  addBodyParsers(server);
  observeExchanges(server, routes, parts.metrics);
  await app.init();
  addMethodRefusals(server, routes);
  await server.ready();
  return app;
}
