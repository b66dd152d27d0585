// A run before it starts: checked, its targets found, its plan frozen.
import { type CompileResult, type Driver, MusterError, type Plan, type Refusal } from '#core';
import { findTargets, openDrivers } from '#engine';
import { formatPlace, type Problem } from '#spec';
import { catalogue } from '../catalogue.ts';
import type { Project } from '../project/project.ts';
import type { Workspace } from '../workspace.ts';
import { checkProject, compileProject } from './check-project.ts';

export interface PlanRequest {
  readonly project: Project;
  /** Name of the run; names what it adds to targets. */
  readonly run: string;
  /** Name of the production environment that somebody said may be harmed. */
  readonly confirmed?: string | undefined;
}

export interface PlannedRun {
  readonly run: string;
  readonly plan: Plan;
  readonly problems: readonly Problem[];
  readonly refusals: readonly Refusal[];
  /** Why targets were not looked up: then the plan names those of the experiment instead. */
  readonly unreachable?: MusterError;
  /** Open; empty where targets were not looked up. */
  readonly drivers: ReadonlyMap<string, Driver>;
  close(): Promise<void>;
}

/** What finding targets takes. */
type Ports = Pick<Workspace, 'secrets' | 'stateDir'>;

const findTimeoutMs = 10_000;

/** Connects to nothing that the environment does not allow. */
export async function planRun(workspace: Ports, request: PlanRequest): Promise<PlannedRun> {
  const { project, run } = request;
  const checked = checkConfirmed(request);
  const untouched = { ...checked, run, drivers: new Map(), close: async () => undefined };
  if (checked.problems.length > 0 || checked.refusals.length > 0) return untouched;
  const drivers = await openFor(workspace, project);
  const close = () => closeAll(drivers);
  try {
    const signal = AbortSignal.timeout(findTimeoutMs);
    const found = await findTargets({ experiment: project.experiment.value, drivers, signal });
    return { ...compileProject({ project, run, found }), run, drivers, close };
  } catch (error) {
    await close();
    if (!(error instanceof MusterError)) throw error;
    return { ...untouched, unreachable: error };
  }
}

function checkConfirmed({ project, confirmed }: PlanRequest): CompileResult {
  const checked = checkProject(project);
  const { environment } = project;
  const { name } = environment.value.metadata;
  if (!environment.value.spec.production || confirmed === name) return checked;
  const message = `${name} is production and was not confirmed: repeat with --confirm ${name}`;
  const refusal: Refusal = {
    code: 'MUS2003',
    message,
    at: formatPlace(environment.place(['spec', 'production'])),
  };
  return { ...checked, refusals: [...checked.refusals, refusal] };
}

function openFor({ secrets, stateDir }: Ports, { experiment, environment, baseDir }: Project) {
  return openDrivers({
    catalogue,
    config: environment.value.spec.drivers,
    kinds: Object.values(experiment.value.spec.targets).map(({ driver }) => driver),
    context: { secrets, stateDir, baseDir },
  });
}

export async function closeAll(drivers: ReadonlyMap<string, Driver>): Promise<void> {
  await Promise.allSettled([...drivers.values()].map((driver) => driver.close()));
}
