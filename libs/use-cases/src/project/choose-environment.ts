// Which environment an experiment runs in: the file named, else the one that is named, else the nearest.
import path from 'node:path';
import { type Environment, type Located, loadDocuments, type Problem, type Variables } from '#spec';
import { catalogue } from '../catalogue.ts';
import { environmentFiles } from './environment-files.ts';
import { documentsOf } from './project.ts';
import { displayName, isProblem, type SourceFile, type Sources, seemsToHold } from './source-files.ts';

export interface EnvironmentWish {
  /** File of the experiment. */
  readonly experiment: SourceFile;
  readonly wanted: string | undefined;
  readonly overrides: Variables;
  readonly sources: Sources;
}

export type EnvironmentChoice =
  | {
      readonly found: true;
      readonly environment: Located<Environment>;
      readonly source: SourceFile;
      /** Whether the file holds sound environments and nothing else: then there is nothing more to read in it. */
      readonly isAlone: boolean;
    }
  /** `broken`: files that would hold one, if they were right. */
  | { readonly found: false; readonly broken: readonly SourceFile[]; readonly problem: Problem };

export async function chooseEnvironment(wish: EnvironmentWish): Promise<EnvironmentChoice> {
  const { wanted } = wish;
  if (wanted === undefined || !isFile(wanted)) return chooseByName(wish, wanted ?? namedIn(wish.experiment));
  const source = await wish.sources.read(wanted);
  if (isProblem(source)) return { found: false, broken: [], problem: source };
  const nothing = notFound(source.file, `${source.file} holds no environment`);
  return choose(wish, [source], undefined) ?? { ...nothing, broken: [source] };
}

const isFile = (wanted: string): boolean => /\.ya?ml$/i.test(wanted) || wanted.includes(path.sep);

/** What the experiment names, as far as the text tells; it is checked once the experiment is loaded. */
function namedIn({ bytes }: SourceFile): string | undefined {
  return /^[ \t]+environment:[ \t]*["']?([a-z0-9][a-z0-9.-]*)/m.exec(Buffer.from(bytes).toString())?.[1];
}

async function chooseByName(wish: EnvironmentWish, name: string | undefined): Promise<EnvironmentChoice> {
  const folder = path.dirname(wish.experiment.path);
  const broken: SourceFile[] = [];
  for await (const sources of candidates(wish)) {
    const choice = choose(wish, sources, name);
    if (choice !== undefined) return choice;
    broken.push(...sources.filter((source) => environmentsIn(source, wish.overrides).length === 0));
    if (broken.length > 0) break;
  }
  const which = name === undefined ? 'no environment' : `no environment ${name}`;
  const why = `${which} in ${displayName(folder)} or the folders above`;
  return { ...notFound(wish.experiment.file, why), broken };
}

async function* candidates({ experiment, sources }: EnvironmentWish): AsyncGenerator<readonly SourceFile[]> {
  if (seemsToHold('Environment', experiment)) yield [experiment];
  yield* environmentFiles(path.dirname(experiment.path), sources);
}

function choose(
  { experiment, overrides }: EnvironmentWish,
  sources: readonly SourceFile[],
  name: string | undefined,
): EnvironmentChoice | undefined {
  const all = sources.flatMap((source) => environmentsIn(source, overrides));
  const fitting = all.filter(
    ({ environment }) => name === undefined || environment.value.metadata.name === name,
  );
  const [only, ...others] = fitting;
  if (only === undefined) return undefined;
  if (others.length === 0) return { found: true, ...only };
  const names = fitting.map(
    ({ environment, source }) => `${environment.value.metadata.name} (${source.file})`,
  );
  const hint = 'Name one with --environment, or under spec.environment of the experiment.';
  return notFound(experiment.file, `${fitting.length} environments fit: ${names.join(', ')}`, hint);
}

function environmentsIn(source: SourceFile, overrides: Variables) {
  const { documents, problems } = loadDocuments({ ...source, kinds: catalogue, overrides });
  const environments = documentsOf('Environment', documents);
  const isAlone = problems.length === 0 && environments.length === documents.length;
  return environments.map((environment) => ({ environment, source, isAlone }));
}

const howToFind =
  'Write one beside the experiment (`muster init` shows how), or name its file with --environment.';

function notFound(file: string, message: string, hint = howToFind) {
  const problem: Problem = {
    code: 'MUS1031',
    message,
    hint,
    file,
    line: 1,
    column: 1,
    path: 'spec.environment',
  };
  return { found: false, broken: [], problem } as const;
}
