// Who wants to break production asks for it, and others agree to this plan: not to an experiment, which may change.
import { randomUUID } from 'node:crypto';
import { Body, Controller, Inject, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { MusterError } from '#core';
import type { ResourceStore } from '#store';
import { explainPlan } from '#use-cases';
import type { Caller as CallerOf } from '../auth/caller.ts';
import { visibleTo } from '../auth/permissions.ts';
import { defineListing } from '../http/listing.ts';
import type { Mutation } from '../http/mutation.ts';
import { Operation } from '../http/operation.ts';
import { Caller, Change } from '../http/request.context.ts';
import { RESOURCES } from '../parts.ts';
import { PLANS, type PlanDesk } from '../plans/plan.desk.ts';
import {
  type ApprovalRequest,
  approvalPage,
  approvalPath,
  approvalRequest,
  approvalSchema,
  type VoteRequest,
  voteRequest,
} from './approval.schema.ts';

const listing = defineListing({ filters: {}, sorts: { number: z.tuple([z.int()]) }, standard: '-number' });
type ApprovalPath = z.infer<typeof approvalPath>;
const tag = 'approvals';

@Controller()
export class ApprovalsController {
  readonly #store: ResourceStore;
  readonly #plans: PlanDesk;

  constructor(@Inject(RESOURCES) store: ResourceStore, @Inject(PLANS) plans: PlanDesk) {
    this.#store = store;
    this.#plans = plans;
  }

  @Operation({
    id: 'requestApproval',
    route: 'POST /v1/approvals',
    tag,
    summary: 'Plans a run and asks others to approve this plan.',
    access: { action: 'run', in: { body: 'environment' } },
    answers: [{ status: 201, description: 'The approval, open.', schema: approvalSchema }],
    refuses: [
      'MUS2001',
      'MUS2002',
      'MUS2003',
      'MUS2005',
      'MUS2010',
      'MUS2011',
      'MUS2012',
      'MUS2013',
      'MUS5003',
    ],
  })
  async request(
    @Body({ schema: approvalRequest }) { note, ...request }: ApprovalRequest,
    @Change() change: Mutation,
  ) {
    const { plan, order, policy } = await this.#plans.planToRun(request);
    const { actor, name } = change.caller;
    return change.commit(async ({ approvals }, tell) => {
      const id = randomUUID();
      tell({ approval: id, planHash: plan.hash, experiment: plan.experiment });
      return approvals.add({
        id,
        environment: plan.environment.name,
        experiment: plan.experiment,
        experimentVersion: order.experiment.version ?? 0,
        planHash: plan.hash,
        explanation: explainPlan(plan),
        note,
        needed: Math.max(1, policy.approvals),
        requestedBy: actor,
        requestedByName: name,
        expiresAt: new Date(Date.now() + policy.approvalValidForMs),
      });
    });
  }

  @Operation({
    id: 'listApprovals',
    route: 'GET /v1/approvals',
    tag,
    summary: 'Approvals in the environments that the caller may see.',
    access: { action: 'read', in: 'anywhere' },
    answers: [{ status: 200, description: 'A page.', schema: approvalPage }],
  })
  async list(
    @Query({ schema: listing.query }) query: z.infer<typeof listing.query>,
    @Caller() caller: CallerOf,
  ) {
    const { page } = listing.page(query);
    const found = await this.#store.read(({ approvals }) => approvals.list(visibleTo(caller.grants), page));
    return listing.answer(query, found);
  }

  @Operation({
    id: 'getApproval',
    route: 'GET /v1/approvals/:approval',
    tag,
    summary: 'One approval, with the plan in plain words.',
    access: { action: 'read', in: { owner: 'approval', path: 'approval' } },
    answers: [{ status: 200, description: 'The approval.', schema: approvalSchema }],
  })
  async get(@Param({ schema: approvalPath }) { approval: id }: ApprovalPath) {
    const approval = await this.#store.read(({ approvals }) => approvals.find(id));
    if (approval === undefined) throw new MusterError('MUS5003', `no approval ${id}`);
    return approval;
  }

  @Operation({
    id: 'voteOnApproval',
    route: 'POST /v1/approvals/:approval/votes',
    tag,
    summary: 'Agrees to the plan, or refuses it. Who asked for it cannot.',
    access: { action: 'approve', in: { owner: 'approval', path: 'approval' } },
    answers: [{ status: 200, description: 'The approval as it is now.', schema: approvalSchema }],
    refuses: ['MUS5006'],
  })
  async vote(
    @Param({ schema: approvalPath }) { approval }: ApprovalPath,
    @Body({ schema: voteRequest }) { decision, comment }: VoteRequest,
    @Change() change: Mutation,
  ) {
    const { actor: by, name: byName } = change.caller;
    return change.commit(({ approvals }, tell) => {
      tell({ approval, decision });
      return approvals.vote({ approval, by, byName, isAgreed: decision === 'approve', comment });
    });
  }
}
