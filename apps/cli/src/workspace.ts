// Where this machine keeps its runs, and how the program starts itself as a helper.
import { openLocalWorkspace, type Workspace } from '#use-cases';
import { helperProcessName } from './commands/helper-process.ts';
import { version } from './version.ts';

export function openWorkspace(stateDir: string): Workspace {
  const [, program = ''] = process.argv;
  const helperCommand = [process.execPath, ...process.execArgv, program, helperProcessName];
  return openLocalWorkspace({ stateDir, helperCommand, musterVersion: version });
}
