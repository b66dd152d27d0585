// Hidden: what Muster starts itself as, for the part of a fault that must not live in the process of the run.
import { Command } from 'commander';

export const helperProcessName = 'helper-process';

export function helperProcessCommand(): Command {
  return new Command(helperProcessName)
    .argument('<kind>', 'kind of the fault')
    .argument('<token>', 'name of the helper')
    .action(async (kind: string, token: string) => {
      const { runHelperProcess } = await import('#use-cases');
      await runHelperProcess(kind, token);
    });
}
