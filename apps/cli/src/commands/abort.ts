import { Command } from 'commander';
import type { Done, Io } from '../io/io.ts';
import { stateDirOption } from './common-options.ts';

const examples = `
Examples:
  $ muster abort                          the run that is going on here, if there is one
  $ muster abort 20261123-100411-k3fb

Exit code 0: it is over, and nothing is left. 4: something may still be in place.
`;

export function abortCommand(io: Io, done: Done): Command {
  return new Command('abort')
    .description('End a run that goes on in another terminal: undo, verify; waits until that is done.')
    .argument('[run]', 'name of the run (default: the only one that goes on)')
    .addOption(stateDirOption())
    .addHelpText('after', examples)
    .action(async (run: string | undefined, { stateDir }: { readonly stateDir: string }) => {
      const { abort } = await import('../abort/abort.ts');
      done(await abort(io, stateDir, run));
    });
}
