import { Command } from 'commander';
import type { Done, Io } from '../io/io.ts';
import { environmentOption, stateDirOption, type VariableOptions, variableOption } from './common-options.ts';

interface ExplainOptions {
  readonly environment?: string;
  readonly stateDir: string;
  readonly var: VariableOptions;
}

const examples = `
Examples:
  $ muster explain experiments/slow-payments
  $ muster explain drill.yaml --environment staging --var latency=500ms
`;

export function explainCommand(io: Io, done: Done): Command {
  return new Command('explain')
    .description(
      'Say what an experiment will do, to what, for how long, and how it is undone. Changes nothing.',
    )
    .argument('<path>', 'experiment file, or the folder of one')
    .addOption(environmentOption())
    .addOption(variableOption())
    .addOption(stateDirOption())
    .addHelpText('after', examples)
    .action(async (path: string, options: ExplainOptions) => {
      const { explain } = await import('../explain/explain.ts');
      done(await explain(io, { path, ...options, variables: options.var }));
    });
}
