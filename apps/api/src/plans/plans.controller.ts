import { Body, Controller, Inject } from '@nestjs/common';
import { failureOf } from '#core';
import { explainPlan, summarizePlan } from '#use-cases';
import { Operation } from '../http/operation.ts';
import { PLANS, type PlanDesk } from './plan.desk.ts';
import { type PlanRequest, planAnswer, planRequest } from './plan.schema.ts';

@Controller()
export class PlansController {
  readonly #plans: PlanDesk;

  constructor(@Inject(PLANS) plans: PlanDesk) {
    this.#plans = plans;
  }

  @Operation({
    id: 'plan',
    route: 'POST /v1/plans',
    tag: 'runs',
    summary:
      'A dry run: finds the targets, tells what would happen and everything that refuses it, and harms nothing.',
    access: { action: 'run', in: { body: 'environment' } },
    answers: [{ status: 200, description: 'What would happen.', schema: planAnswer }],
    refuses: ['MUS5003'],
    onlyAsks: true,
  })
  async plan(@Body({ schema: planRequest }) request: PlanRequest) {
    const { order, plan, problems, refusals, unreachable, policy } = await this.#plans.plan(request);
    return {
      allowed: plan !== undefined && refusals.length === 0 && unreachable === undefined,
      experiment: order.experiment,
      environment: order.environment,
      hash: plan?.hash ?? null,
      summary: plan === undefined ? null : summarizePlan(plan),
      explanation: plan === undefined ? [] : explainPlan(plan),
      approvals: policy.approvals,
      problems,
      refusals,
      unreachable: unreachable === undefined ? null : failureOf(unreachable),
    };
  }
}
