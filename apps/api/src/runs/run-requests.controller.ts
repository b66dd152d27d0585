// Asking for runs and ending them. What cannot be run is refused at once, with everything that refuses it.
import { Body, Controller, Inject, Param } from '@nestjs/common';
import type { z } from 'zod';
import { MusterError } from '#core';
import type { Resources, RunRequests } from '#store';
import { newRunName } from '#use-cases';
import type { Mutation } from '../http/mutation.ts';
import { Operation } from '../http/operation.ts';
import { Change } from '../http/request.context.ts';
import { REQUESTS } from '../parts.ts';
import { type AskedPlan, PLANS, type PlanDesk, type Policy } from '../plans/plan.desk.ts';
import { runOf } from './run.answer.ts';
import {
  abortAnswer,
  abortRequest,
  type RunPath,
  type RunRequest,
  runPath,
  runRequest,
  runSchema,
} from './run.schema.ts';

const DAY_MS = 86_400_000;
const tag = 'runs';

@Controller()
export class RunRequestsController {
  readonly #plans: PlanDesk;
  readonly #requests: RunRequests;

  constructor(@Inject(PLANS) plans: PlanDesk, @Inject(REQUESTS) requests: RunRequests) {
    this.#plans = plans;
    this.#requests = requests;
  }

  @Operation({
    id: 'requestRun',
    route: 'POST /v1/runs',
    tag,
    summary: 'Plans a run and queues it. A worker starts it as soon as nothing is in its way.',
    access: { action: 'run', in: { body: 'environment' } },
    answers: [{ status: 202, description: 'The run, queued.', schema: runSchema }],
    refuses: [
      ...(['MUS2001', 'MUS2002', 'MUS2003', 'MUS2005', 'MUS2010', 'MUS2011', 'MUS2012', 'MUS2013'] as const),
      ...(['MUS5003', 'MUS5007', 'MUS5008', 'MUS5015'] as const),
    ],
  })
  async request(
    @Body({ schema: runRequest }) { approval, ...request }: RunRequest,
    @Change() change: Mutation,
  ) {
    const asked = await this.#plans.planToRun(request);
    refuseUnapproved(asked, approval);
    const run = newRunName(Date.now());
    return change.commit(async (tx, tell) => {
      tell({ run, experiment: asked.plan.experiment, planHash: asked.plan.hash });
      await refuseBeyondQuota(tx, asked.plan.environment.name, asked.policy);
      await this.#add(tx, { run, asked, approval, requestedBy: change.caller.actor });
      const added = await tx.runs.find(run);
      if (added === undefined)
        throw new MusterError('MUS9001', `run ${run} is gone right after it was queued`);
      return runOf(added);
    });
  }

  @Operation({
    id: 'abortRun',
    route: 'POST /v1/runs/:run/abort',
    tag,
    summary: 'Ends a run: what it injected is undone and read back.',
    access: { action: 'stop', in: { owner: 'run', path: 'run' } },
    answers: [{ status: 202, description: 'What became of it.', schema: abortAnswer }],
  })
  async abort(
    @Param({ schema: runPath }) { run }: RunPath,
    @Body({ schema: abortRequest }) { why }: z.infer<typeof abortRequest>,
    @Change() change: Mutation,
  ) {
    // Not in the transaction of the audit event: a stop waits for nothing.
    const outcome = await this.#requests.abort(run, `${why} (${change.caller.name})`);
    return change.commit(async (_tx, tell) => {
      tell({ run, why, outcome });
      return { run, outcome };
    });
  }

  async #add(tx: Resources, { run, asked: { plan, order }, approval, requestedBy }: NewRun): Promise<void> {
    const { name: environment } = plan.environment;
    if (approval !== undefined)
      await tx.approvals.use({ id: approval, run, environment, planHash: plan.hash });
    const approved = approval === undefined ? {} : { approved: { approval, planHash: plan.hash } };
    const { experiment, service = null } = plan;
    const request = { ...order, ...approved };
    const asked = { run, environment, experiment, service, request, requestedBy, schedule: null };
    await tx.runs.request(this.#requests, asked);
  }
}

interface NewRun {
  readonly run: string;
  readonly asked: AskedPlan & { readonly plan: NonNullable<AskedPlan['plan']> };
  readonly approval: string | undefined;
  readonly requestedBy: string;
}

/** @throws MusterError MUS5008 */
function refuseUnapproved({ policy, order, plan }: AskedPlan, approval: string | undefined): void {
  if (policy.approvals === 0 || approval !== undefined) return;
  const what = `${order.experiment.name} in ${order.environment.name}`;
  throw new MusterError(
    'MUS5008',
    `${what} takes ${policy.approvals} approvals of its plan ${plan?.hash.slice(0, 12)}`,
  );
}

/** @throws MusterError MUS5015 */
async function refuseBeyondQuota(
  { runs }: Resources,
  environment: string,
  { runsPerDay }: Policy,
): Promise<void> {
  if (runsPerDay === undefined) return;
  if (!(await runs.hasReached(environment, runsPerDay, new Date(Date.now() - DAY_MS)))) return;
  throw new MusterError(
    'MUS5015',
    `${runsPerDay} runs were asked for in ${environment} within 24 h (policy.maxRunsPerDay)`,
  );
}
