// Plans on request: the documents as they are kept, the targets as they are found now. Nothing is harmed by a plan.
import { randomUUID } from 'node:crypto';
import type { MusterError, Plan } from '#core';
import { formatPlace, type Problem } from '#spec';
import type { ResourceStore } from '#store';
import {
  type PlannedOrder,
  planOrder,
  type RunOrder,
  type StoredDocuments,
  type Workspace,
} from '#use-cases';
import { invalidDocuments, refusedPlan } from '../http/request.error.ts';
import type { PlanRequest } from './plan.schema.ts';

export const PLANS = Symbol('PlanDesk');

export interface Refused {
  readonly code: 'MUS2001' | 'MUS2002' | 'MUS2003';
  readonly message: string;
  readonly at: string;
}

export interface AskedPlan {
  /** With the versions that were taken. */
  readonly order: RunOrder;
  /** undefined: there are problems. */
  readonly plan: Plan | undefined;
  readonly problems: readonly Problem[];
  readonly refusals: readonly Refused[];
  readonly unreachable: MusterError | undefined;
  readonly policy: Policy;
}

/** What the environment demands before a run is started. */
export interface Policy {
  readonly approvals: number;
  readonly approvalValidForMs: number;
  readonly runsPerDay: number | undefined;
}

export class PlanDesk {
  readonly #documents: StoredDocuments;
  readonly #ports: Pick<Workspace, 'secrets' | 'stateDir'>;

  constructor(store: ResourceStore, ports: Pick<Workspace, 'secrets' | 'stateDir'>) {
    this.#documents = {
      version: (document, version) => store.read(({ documents }) => documents.version(document, version)),
      sources: (kind) => store.read(({ documents }) => documents.sources(kind)),
    };
    this.#ports = ports;
  }

  /** Everything that can be said of it, refusals included. @throws MusterError MUS5003 */
  async plan(request: PlanRequest): Promise<AskedPlan> {
    const ordered = await planOrder(this.#documents, this.#ports, {
      order: orderOf(request),
      run: randomUUID(),
    });
    const { order, project, planned, problems } = ordered;
    await planned?.close();
    const refusals = [...(planned?.refusals ?? []), ...dryOnly(ordered)];
    const plan = problems.length > 0 ? undefined : planned?.plan;
    return { order, plan, problems, refusals, unreachable: planned?.unreachable, policy: policyOf(project) };
  }

  /** A plan that may be run. @throws RequestError with everything that refuses it, or why targets were not found */
  async planToRun(request: PlanRequest): Promise<AskedPlan & { readonly plan: Plan }> {
    const asked = await this.plan(request);
    const { plan, problems, refusals, unreachable } = asked;
    if (plan === undefined) throw invalidDocuments(problems);
    if (refusals.length > 0) throw refusedPlan(refusals);
    if (unreachable !== undefined) throw unreachable;
    return { ...asked, plan };
  }
}

function orderOf({ experiment, version, environment, variables, confirm }: PlanRequest): RunOrder {
  return {
    experiment: { name: experiment, version: version ?? null },
    environment: { name: environment, version: null },
    variables,
    ...(confirm !== undefined && { confirmed: confirm }),
  };
}

/** A new environment takes no run until somebody says so in its document. */
function dryOnly({ project }: PlannedOrder): readonly Refused[] {
  if (project === undefined || project.environment.value.spec.policy.runs === 'real') return [];
  const { name } = project.environment.value.metadata;
  const at = formatPlace(project.environment.place(['spec', 'policy', 'runs']));
  return [{ code: 'MUS2001', message: `${name} takes dry runs only: policy.runs is dry`, at }];
}

function policyOf(project: PlannedOrder['project']): Policy {
  if (project === undefined) return { approvals: 0, approvalValidForMs: 0, runsPerDay: undefined };
  const { production, policy } = project.environment.value.spec;
  return {
    approvals: policy.approvals ?? (production ? 1 : 0),
    approvalValidForMs: policy.approvalValidFor,
    runsPerDay: policy.maxRunsPerDay,
  };
}
