// A project: one experiment with the environment it runs in, the services of the catalog, and their runbooks.
import type { Environment, Experiment, LoadedDocument, Located, Problem, Service, Variables } from '#spec';
import type { SourceFile } from './source-files.ts';

export interface Project {
  readonly experiment: Located<Experiment>;
  readonly environment: Located<Environment>;
  readonly services: readonly Located<Service>[];
  /** Headings by runbook name and anchor. */
  readonly runbookSteps: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Folder of the environment file. */
  readonly baseDir: string;
}

export interface ProjectRequest {
  /** Experiment file, or a folder that holds one. */
  readonly path: string;
  /** File of the environment, or its name. Default: what the experiment names, else the nearest. */
  readonly environment?: string | undefined;
  /** Bindings that go before all others. */
  readonly variables?: Variables | undefined;
}

export interface ProjectResult {
  /** One for each experiment of the file; none where there are problems. */
  readonly projects: readonly Project[];
  /** Of all files, in their order. */
  readonly problems: readonly Problem[];
  /** That were read. */
  readonly files: readonly SourceFile[];
}

type Kind = LoadedDocument['kind'];

export function documentsOf<K extends Kind>(
  kind: K,
  documents: readonly LoadedDocument[],
): readonly Extract<LoadedDocument, { kind: K }>[] {
  return documents.filter((one): one is Extract<LoadedDocument, { kind: K }> => one.kind === kind);
}
