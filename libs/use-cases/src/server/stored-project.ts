// A project from documents that a server keeps, instead of from files: the same checks, the same plan.
import { type LoadedDocument, loadDocuments, type Problem, type Variables } from '#spec';
import { catalogue } from '../catalogue.ts';
import { documentsOf, type Project } from '../project/project.ts';
import { namedTwice } from '../project/service-files.ts';

/** A document as it was saved. */
export interface StoredText {
  readonly name: string;
  readonly version: number;
  readonly source: string;
}

export interface StoredProject {
  readonly experiment: StoredText;
  readonly environment: StoredText;
  /** The whole catalog. */
  readonly services: readonly StoredText[];
  /** Bindings that go before all others. */
  readonly variables: Variables;
}

/**
 * Where relative paths of an environment count from: a server has no folder of files, and replicas must agree on the hash
 * of a plan.
 */
const BASE_DIR = '/';

export function loadStoredProject({ experiment, environment, services, variables }: StoredProject): {
  readonly project?: Project;
  readonly problems: readonly Problem[];
} {
  const place = load([environment], 'environments', { overrides: variables });
  const [where] = documentsOf('Environment', place.documents);
  if (where === undefined) return { problems: place.problems };
  const bindings = { overrides: variables, defaults: where.value.spec.variables };
  const what = load([experiment], 'experiments', bindings);
  const catalog = load(services, 'services', bindings);
  const known = documentsOf('Service', catalog.documents);
  const problems = [...place.problems, ...what.problems, ...catalog.problems, ...namedTwice(known)];
  const [only] = documentsOf('Experiment', what.documents);
  if (only === undefined || problems.length > 0) return { problems };
  const shared = { environment: where, services: known, runbookSteps: {}, baseDir: BASE_DIR };
  return { project: { experiment: only, ...shared }, problems };
}

interface Bindings {
  readonly overrides: Variables;
  readonly defaults?: Variables;
}

/** `experiments/slow-payments@3` is the file that its problems and its plan name. */
function load(texts: readonly StoredText[], folder: string, bindings: Bindings) {
  const results = texts.map(({ name, version, source }) =>
    loadDocuments({ file: `${folder}/${name}@${version}`, text: source, kinds: catalogue, ...bindings }),
  );
  const documents: readonly LoadedDocument[] = results.flatMap((result) => result.documents);
  return { documents, problems: results.flatMap((result) => result.problems) };
}
