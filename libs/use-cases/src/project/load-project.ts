// Loads everything that belongs to an experiment, and tells all problems of all its files at once.
import path from 'node:path';
import { MusterError } from '#core';
import { type LoadedDocument, loadDocuments, type Problem, suggest, type Variables } from '#spec';
import { catalogue } from '../catalogue.ts';
import { chooseEnvironment, type EnvironmentChoice } from './choose-environment.ts';
import { foldersBetween } from './environment-files.ts';
import { findExperimentFile } from './experiment-file.ts';
import { documentsOf, type Project, type ProjectRequest, type ProjectResult } from './project.ts';
import { namedTwice, readRunbooks, serviceFiles } from './service-files.ts';
import { isProblem, type SourceFile, Sources } from './source-files.ts';

type Choice<Found extends boolean> = Extract<EnvironmentChoice, { found: Found }>;

/** @throws MusterError MUS2006: it is not clear which experiment is meant */
export async function loadProject(
  request: ProjectRequest,
): Promise<{ readonly project?: Project; readonly problems: readonly Problem[] }> {
  const { projects, problems, files } = await loadProjects(request, new Sources());
  const [project, ...others] = projects;
  if (project === undefined) return { problems };
  refuseUnused(request.variables ?? {}, project, files);
  if (others.length === 0) return { project, problems };
  const message = `${project.experiment.file} holds ${projects.length} experiments`;
  throw new MusterError('MUS2006', message, { next: 'Give each a file of its own.' });
}

/** A misspelt name would leave a value as it was, and nobody would know. */
function refuseUnused(given: Variables, project: Project, files: readonly SourceFile[]): void {
  const { experiment, environment } = project;
  const own = [environment.value.spec.variables, experiment.value.spec.variables].flatMap(Object.keys);
  const texts = files.map(({ bytes }) => Buffer.from(bytes).toString());
  const unused = Object.keys(given).find(
    (name) => !own.includes(name) && !texts.some((text) => text.includes(`\${${name}}`)),
  );
  if (unused === undefined) return;
  const next = suggest(unused, own, 'Variables') ?? 'Correct the name, or leave it out.';
  throw new MusterError('MUS2006', `no file has a variable ${unused}`, { next });
}

/** Every experiment of a file. */
export async function loadProjects(request: ProjectRequest, sources: Sources): Promise<ProjectResult> {
  const { environment: wanted, variables: overrides = {} } = request;
  const experiment = await sources.read(await findExperimentFile(request.path, sources));
  if (isProblem(experiment)) return failed([experiment], []);
  const choice = await chooseEnvironment({ experiment, wanted, overrides, sources });
  if (!choice.found) return withoutEnvironment(experiment, choice, overrides);
  const folders = foldersBetween(path.dirname(choice.source.path), path.dirname(experiment.path));
  const result = loadWith({ experiment, choice, catalog: await serviceFiles(folders, sources), overrides });
  return wanted === undefined ? checkEnvironment(await result) : result;
}

const failed = (problems: readonly Problem[], files: readonly SourceFile[]): ProjectResult => {
  return { projects: [], problems, files };
};

interface Files {
  readonly experiment: SourceFile;
  readonly choice: Choice<true>;
  readonly catalog: readonly SourceFile[];
  readonly overrides: Variables;
}

async function loadWith({ experiment: source, choice, catalog, overrides }: Files): Promise<ProjectResult> {
  const { environment } = choice;
  const files = [source, choice.source, ...catalog];
  const unread = choice.isAlone ? [source, ...catalog] : files;
  const loaded = load(unread, { overrides, defaults: environment.value.spec.variables });
  const { services, steps, problems: missing } = await readRunbooks(documentsOf('Service', loaded.documents));
  const problems = [...loaded.problems, ...namedTwice(services), ...missing];
  const experiments = documentsOf('Experiment', loaded.documents).filter(({ file }) => file === source.file);
  if (problems.length > 0) return failed(problems, files);
  if (experiments.length === 0) return failed([noExperiment(source.file)], files);
  const baseDir = path.dirname(choice.source.path);
  const shared = { environment, services, runbookSteps: steps, baseDir };
  return { projects: experiments.map((experiment) => ({ experiment, ...shared })), problems, files };
}

interface Bindings {
  readonly overrides: Variables;
  readonly defaults: Variables;
}

function load(sources: readonly SourceFile[], bindings: Bindings) {
  const files = new Map(sources.map((source) => [source.path, source]));
  const results = [...files.values()].map(({ file, bytes }) =>
    loadDocuments({ file, bytes, kinds: catalogue, ...bindings }),
  );
  const documents: readonly LoadedDocument[] = results.flatMap((result) => result.documents);
  return { documents, problems: results.flatMap((result) => result.problems) };
}

/** The name that an experiment gives was taken from its text; now it is known for certain. */
function checkEnvironment({ projects, problems, files }: ProjectResult): ProjectResult {
  const wrong = projects.flatMap(({ experiment, environment }) => {
    const named = experiment.value.spec.environment;
    const { name } = environment.value.metadata;
    if (named === undefined || named === name) return [];
    const message = `no environment ${named}; the nearest is ${name}`;
    return [experiment.problem(['spec', 'environment'], 'MUS1031', message)];
  });
  return wrong.length > 0 ? failed(wrong, files) : { projects, problems, files };
}

/** What else is wrong with the files that there are; that variables of the environment are missing is no news. */
function withoutEnvironment(
  experiment: SourceFile,
  { broken, problem }: Choice<false>,
  overrides: Variables,
): ProjectResult {
  const files = [experiment, ...broken];
  const loaded = load(files, { overrides, defaults: {} });
  const told = loaded.problems.filter(({ code, file }) => code !== 'MUS1020' || file !== experiment.file);
  return failed(told.some(({ file }) => file !== experiment.file) ? told : [...told, problem], files);
}

function noExperiment(file: string): Problem {
  const place = { file, line: 1, column: 1, path: 'kind' };
  return { code: 'MUS1008', message: 'the file holds no experiment', hint: 'kind: Experiment', ...place };
}
