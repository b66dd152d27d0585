// The one module of this process: every controller, and what surrounds each request, in the order in which it acts.
import { type DynamicModule, Module, StandardSchemaValidationPipe } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { LoggerModule } from 'nestjs-pino';
import type { DestinationStream } from 'pino';
import type { HaltSwitch, ResourceStore, RunFeed, RunList, RunRecords, RunRequests } from '#store';
import { ApprovalsController } from './approvals/approvals.controller.ts';
import { AuditController } from './audit/audit.controller.ts';
import { AuditTrail } from './audit/audit.trail.ts';
import { AccessGuard } from './auth/access.guard.ts';
import { AUTHENTICATOR, type Authenticator } from './auth/authenticator.ts';
import { ownersIn } from './auth/owner.lookup.ts';
import { ApplyController } from './documents/apply.controller.ts';
import { documentKinds } from './documents/document.kinds.ts';
import { documentReader, documentWriter } from './documents/documents.controller.ts';
import type { ApiEnv } from './env.ts';
import { HaltsController } from './halts/halts.controller.ts';
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
import { FEED, HALTS, OWNERS, RECORDS, REQUESTS, RESOURCES, ROUTES, RUNS } from './parts.ts';
import { PLANS, type PlanDesk } from './plans/plan.desk.ts';
import { PlansController } from './plans/plans.controller.ts';
import { RunRequestsController } from './runs/run-requests.controller.ts';
import { RunsController } from './runs/runs.controller.ts';
import { TokensController } from './tokens/tokens.controller.ts';

const controllers = [
  ApplyController,
  ApprovalsController,
  AuditController,
  ...documentKinds.flatMap((kind) => [documentReader(kind), documentWriter(kind)]),
  HaltsController,
  HealthController,
  MetricsController,
  PlansController,
  RunRequestsController,
  RunsController,
  TokensController,
];

/** Every route of the server. */
export const routes = routeTable(controllers);

/** What a process brings along for the module. */
export interface ApiParts {
  readonly env: Pick<ApiEnv, 'logLevel' | 'bodyLimitBytes' | 'requestsPerMinute' | 'trustedProxies'>;
  readonly store: ResourceStore;
  readonly halts: HaltSwitch;
  readonly requests: RunRequests;
  readonly runs: RunList;
  readonly records: RunRecords;
  readonly feed: RunFeed;
  readonly plans: PlanDesk;
  readonly authenticator: Authenticator;
  readonly metrics: ApiMetrics;
  readonly readiness: Readiness;
  /** Where the log goes; default: standard output. */
  readonly log?: DestinationStream | undefined;
}

@Module({})
export class ApiModule {
  static with(parts: ApiParts): DynamicModule {
    const { env, store, log } = parts;
    return {
      module: ApiModule,
      imports: [LoggerModule.forRoot(logParams(env.logLevel, log))],
      controllers: [...controllers],
      providers: [
        AuditTrail,
        { provide: AUTHENTICATOR, useValue: parts.authenticator },
        { provide: FEED, useValue: parts.feed },
        { provide: HALTS, useValue: parts.halts },
        { provide: METRICS, useValue: parts.metrics },
        { provide: OWNERS, useValue: ownersIn(store) },
        { provide: PLANS, useValue: parts.plans },
        { provide: READINESS, useValue: parts.readiness },
        { provide: RECORDS, useValue: parts.records },
        { provide: REQUESTS, useValue: parts.requests },
        { provide: RESOURCES, useValue: store },
        { provide: ROUTES, useValue: routes },
        { provide: RUNS, useValue: parts.runs },
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
