// From an order to a plan: when it is asked for, to refuse at once what cannot be; and again when a worker starts it, to
// see that nothing has changed that must not.
import { MusterError } from '#core';
import type { Problem } from '#spec';
import { type PlannedRun, planRun } from '../plan/plan-run.ts';
import type { Project } from '../project/project.ts';
import type { Workspace } from '../workspace.ts';
import type { RunOrder } from './run-order.ts';
import { loadStoredProject, type StoredText } from './stored-project.ts';

/** Where documents are kept. */
export interface StoredDocuments {
  /** Default: the version that it is at now. */
  version(
    document: { readonly kind: 'Experiment' | 'Environment'; readonly name: string },
    version?: number,
  ): Promise<StoredText | undefined>;
  sources(kind: 'Service'): Promise<readonly StoredText[]>;
}

export interface OrderRequest {
  readonly order: RunOrder;
  /** Name of the run. */
  readonly run: string;
}

export interface PlannedOrder {
  /** With the versions that were taken. */
  readonly order: RunOrder;
  /** undefined: there are problems. */
  readonly project: Project | undefined;
  /** To be closed. */
  readonly planned: PlannedRun | undefined;
  readonly problems: readonly Problem[];
}

/** @throws MusterError MUS5003: no such experiment or environment */
export async function planOrder(
  documents: StoredDocuments,
  workspace: Pick<Workspace, 'secrets' | 'stateDir'>,
  { order, run }: OrderRequest,
): Promise<PlannedOrder> {
  const experiment = await stored(documents, 'Experiment', order.experiment);
  const environment = await stored(documents, 'Environment', order.environment);
  const services = await documents.sources('Service');
  const { variables } = order;
  const { project, problems } = loadStoredProject({ experiment, environment, services, variables });
  const pinned: RunOrder = {
    ...order,
    experiment: { name: experiment.name, version: experiment.version },
    environment: { name: environment.name, version: environment.version },
  };
  if (project === undefined) return { order: pinned, project, planned: undefined, problems };
  const planned = await planRun(workspace, { project, run, confirmed: order.confirmed });
  return { order: pinned, project, planned, problems: planned.problems };
}

async function stored(
  documents: StoredDocuments,
  kind: 'Experiment' | 'Environment',
  { name, version }: RunOrder['experiment'],
): Promise<StoredText> {
  const found = await documents.version({ kind, name }, version ?? undefined);
  if (found !== undefined) return found;
  const which = version === null ? name : `${name} of version ${version}`;
  throw new MusterError('MUS5003', `no ${kind.toLowerCase()} ${which}`);
}
