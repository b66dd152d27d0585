// What a plan is compiled from.
import type { Environment, Experiment, Located, Service } from '#spec';
import type { Catalogue } from '../kinds/catalogue.ts';
import type { Target } from '../ports/capabilities.ts';

export interface CompileInput {
  readonly experiment: Located<Experiment>;
  readonly environment: Located<Environment>;
  readonly services: readonly Located<Service>[];
  readonly catalogue: Catalogue;
  /** Targets that the drivers found, by the name under `targets`. */
  readonly found: Readonly<Record<string, readonly Target[]>>;
  /** Folder of the environment file. */
  readonly baseDir: string;
  /** Unique to the run; names what is added to targets. */
  readonly run: string;
  readonly hash: (text: string) => string;
  /** Headings of a runbook by anchor, where its file was read. */
  readonly runbookSteps?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
