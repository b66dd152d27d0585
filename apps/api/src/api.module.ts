// The one module of this process: every controller, and what surrounds each request, in the order in which it acts.
import { type DynamicModule, Module, StandardSchemaValidationPipe } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { LoggerModule } from 'nestjs-pino';
import type { DestinationStream } from 'pino';
import type { ResourceStore } from '#store';
import { AuditController } from './audit/audit.controller.ts';
import { AuditTrail } from './audit/audit.trail.ts';
import { AccessGuard } from './auth/access.guard.ts';
import { AUTHENTICATOR, type Authenticator } from './auth/authenticator.ts';
import { ownersIn } from './auth/owner.lookup.ts';
import { ApplyController } from './documents/apply.controller.ts';
import { documentKinds } from './documents/document.kinds.ts';
import { documentReader, documentWriter } from './documents/documents.controller.ts';
import type { ApiEnv } from './env.ts';
import { HealthController } from './health/health.controller.ts';
import { READINESS, type Readiness } from './health/readiness.ts';
import { AnswerInterceptor } from './http/answer.interceptor.ts';
import { MutationInterceptor } from './http/mutation.interceptor.ts';
import { ProblemFilter } from './http/problem.filter.ts';
import { invalidRequest } from './http/request.error.ts';
import { routeTable } from './http/route-table.ts';
import { logParams } from './logging/log.options.ts';
import { type ApiMetrics, METRICS } from './metrics/api.metrics.ts';
import { MetricsController } from './metrics/metrics.controller.ts';
import { OWNERS, RESOURCES, ROUTES } from './parts.ts';
import { TokensController } from './tokens/tokens.controller.ts';

const controllers = [
  ApplyController,
  AuditController,
  ...documentKinds.flatMap((kind) => [documentReader(kind), documentWriter(kind)]),
  HealthController,
  MetricsController,
  TokensController,
];

/** Every route of the server. */
export const routes = routeTable(controllers);

/** What a process brings along for the module. */
export interface ApiParts {
  readonly env: Pick<ApiEnv, 'logLevel' | 'bodyLimitBytes' | 'requestsPerMinute' | 'trustedProxies'>;
  readonly store: ResourceStore;
  readonly authenticator: Authenticator;
  readonly metrics: ApiMetrics;
  readonly readiness: Readiness;
  /** Where the log goes; default: standard output. */
  readonly log?: DestinationStream | undefined;
}

@Module({})
export class ApiModule {
  static with({ env, store, authenticator, metrics, readiness, log }: ApiParts): DynamicModule {
    return {
      module: ApiModule,
      imports: [LoggerModule.forRoot(logParams(env.logLevel, log))],
      controllers: [...controllers],
      providers: [
        AuditTrail,
        { provide: AUTHENTICATOR, useValue: authenticator },
        { provide: METRICS, useValue: metrics },
        { provide: OWNERS, useValue: ownersIn(store) },
        { provide: READINESS, useValue: readiness },
        { provide: RESOURCES, useValue: store },
        { provide: ROUTES, useValue: routes },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
        { provide: APP_INTERCEPTOR, useClass: MutationInterceptor },
        {
          provide: APP_PIPE,
          useValue: new StandardSchemaValidationPipe({ exceptionFactory: invalidRequest }),
        },
      ],
    };
  }
}
