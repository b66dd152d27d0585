// Everything that can be said of an experiment before its targets are looked up: what is wrong with it, and what its
// environment does not allow whatever is found. Nothing is connected to before this has been said.
import { createHash } from 'node:crypto';
import { type CompileResult, compilePlan, type Target } from '#core';
import { formatPlace } from '#spec';
import { catalogue } from '../catalogue.ts';
import type { Project } from '../project/project.ts';

export interface CompileRequest {
  readonly project: Project;
  /** Name of the run. */
  readonly run: string;
  /** Targets that the drivers found. Default: one for each target of the experiment, of the same name. */
  readonly found?: Readonly<Record<string, readonly Target[]>>;
}

export function compileProject({ project, run, found }: CompileRequest): CompileResult {
  return compilePlan({
    ...project,
    catalogue,
    found: found ?? assumedTargets(project),
    run,
    hash: (text) => createHash('sha256').update(text).digest('hex'),
  });
}

export function checkProject(project: Project): CompileResult {
  const compiled = compileProject({ project, run: 'check' });
  const { environment } = project;
  const dependsOnTargets = ['targets', 'maxShare'].map((key) =>
    formatPlace(environment.place(['spec', 'allow', key])),
  );
  return {
    ...compiled,
    refusals: compiled.refusals.filter(({ at }) => !dependsOnTargets.includes(at)),
  };
}

function assumedTargets({ experiment }: Project): Readonly<Record<string, readonly Target[]>> {
  const { targets } = experiment.value.spec;
  return Object.fromEntries(
    Object.entries(targets).map(([name, { driver }]) => [
      name,
      [{ driver, id: name, name, labels: {}, locator: {} }],
    ]),
  );
}
