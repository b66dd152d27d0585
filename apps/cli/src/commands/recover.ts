import { Command } from 'commander';
import type { Done, Io } from '../io/io.ts';
import { stateDirOption } from './common-options.ts';

interface RecoverOptions {
  readonly list?: true;
  readonly stateDir: string;
}

const examples = `
Examples:
  $ muster recover                        undo everything that runs left whose process is gone
  $ muster recover 20261123-100411-k3fb   undo one of them
  $ muster recover --list                 runs known here, and what each may have left; changes nothing

Exit code 0: nothing is left. 4: something may still be in place.
`;

export function recoverCommand(io: Io, done: Done): Command {
  return new Command('recover')
    .description('Undo what killed runs left in place, from their journals; read back that it is gone.')
    .argument('[run]', 'name of a run (default: all that are left)')
    .option('--list', 'only list the runs')
    .addOption(stateDirOption())
    .addHelpText('after', examples)
    .action(async (run: string | undefined, { list, stateDir }: RecoverOptions) => {
      const { listAll, recoverAll } = await import('../recover/recover.ts');
      done(await (list ? listAll(io, stateDir) : recoverAll(io, stateDir, run)));
    });
}
