// Options of `muster run`.
import type { VariableOptions } from '../commands/common-options.ts';

export interface RunOptions {
  readonly environment?: string;
  readonly var: VariableOptions;
  readonly stateDir: string;
  readonly dryRun?: true;
  readonly confirm?: string;
  readonly junit?: string;
  /** A folder, or false for none. */
  readonly report: string | false;
  readonly json?: true;
  readonly runId?: string;
}
