import { Command } from 'commander';
import type { Done, Io } from '../io/io.ts';
import { environmentOption, type VariableOptions, variableOption } from './common-options.ts';

interface ValidateOptions {
  readonly environment?: string;
  readonly var: VariableOptions;
}

const examples = `
Examples:
  $ muster validate                                every file of Muster's below this folder
  $ muster validate experiments/slow-payments      one experiment with its environment and services
  $ muster validate a.yaml b.yaml --var port=8080
`;

export function validateCommand(io: Io, done: Done): Command {
  return new Command('validate')
    .description('Tell every problem of every file at once.')
    .argument('[paths...]', 'files and folders', ['.'])
    .addOption(environmentOption())
    .addOption(variableOption())
    .addHelpText('after', examples)
    .action(async (paths: readonly string[], options: ValidateOptions) => {
      const { validate } = await import('../validate/validate.ts');
      done(await validate(io, { paths, environment: options.environment, variables: options.var }));
    });
}
