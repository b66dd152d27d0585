// The catalog of services around an experiment: YAML files in each folder from that of the environment down to that of
// the experiment, and everything below a folder `services` in one of them. With the runbooks that they list.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { formatPlace, type Located, type Problem, type Service } from '#spec';
import { headingsOf } from './runbook-steps.ts';
import { displayName, type SourceFile, type Sources } from './source-files.ts';

/** Files that seem to hold services. */
export async function serviceFiles(
  folders: readonly string[],
  sources: Sources,
): Promise<readonly SourceFile[]> {
  const lists = await Promise.all(
    folders.flatMap((folder) => [sources.filesIn(folder), sources.filesBelow(path.join(folder, 'services'))]),
  );
  return sources.holding('Service', [...new Set(lists.flat())]);
}

export interface Runbooks {
  readonly services: readonly Located<Service>[];
  readonly steps: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly problems: readonly Problem[];
}

/** Reads every runbook; its path is told as seen from the working folder from then on. */
export async function readRunbooks(services: readonly Located<Service>[]): Promise<Runbooks> {
  const steps: Record<string, Readonly<Record<string, string>>> = {};
  const problems: Problem[] = [];
  const read = services.map(async (service) => {
    const runbooks = service.value.spec.runbooks.map(async (runbook, index) => {
      const file = path.resolve(path.dirname(service.file), runbook.path);
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text !== undefined) steps[runbook.name] = headingsOf(text);
      else problems.push(missing(service, index, displayName(file)));
      return { ...runbook, path: displayName(file) };
    });
    const { value } = service;
    return {
      ...service,
      value: { ...value, spec: { ...value.spec, runbooks: await Promise.all(runbooks) } },
    };
  });
  return { services: await Promise.all(read), steps, problems };
}

function missing(service: Located<Service>, index: number, file: string): Problem {
  const at = ['spec', 'runbooks', index, 'path'];
  return service.problem(
    at,
    'MUS1031',
    `no runbook ${file}`,
    'Write it, or correct the path: it counts from this file.',
  );
}

/** Services of one name in two files; within one file the loader tells it. */
export function namedTwice(services: readonly Located<Service>[]): readonly Problem[] {
  const first = new Map<string, Located<Service>>();
  return services.flatMap((service) => {
    const { name } = service.value.metadata;
    const other = first.get(name);
    if (other === undefined) {
      first.set(name, service);
      return [];
    }
    const at = formatPlace(other.place(['metadata', 'name']));
    return [service.problem(['metadata', 'name'], 'MUS1032', `service ${name} is already in ${at}`)];
  });
}
