import { Command } from 'commander';
import type { Done, Io } from '../io/io.ts';
import { environmentOption, stateDirOption, variableOption } from './common-options.ts';
import type { RunOptions } from '../run/run-options.ts';

const examples = `
Examples:
  $ muster run experiments/slow-payments
  $ muster run experiments/slow-payments --dry-run               look at everything, change nothing
  $ muster run drill.yaml --environment staging --var latency=500ms
  $ muster run drill.yaml --environment prod --confirm prod      production must be confirmed by its name
  $ muster run drill.yaml --junit results/drill.xml --report build/reports
  $ muster run drill.yaml --json | jq -c 'select(.event.type == "run.aborted")'

Ctrl-C once: undo, verify, exit 130. Twice: no more waiting. From elsewhere: muster abort.
`;

export function runCommand(io: Io, done: Done): Command {
  return new Command('run')
    .description('Run an experiment: inject its faults, watch, abort if need be, put everything back.')
    .argument('<path>', 'experiment file, or the folder of one')
    .option('--dry-run', 'plan it, measure each probe once, prepare each fault; change nothing')
    .addOption(environmentOption())
    .option('--confirm <environment>', 'name of the production environment that may be harmed')
    .addOption(variableOption())
    .option('--report <folder>', 'where reports are written', 'reports')
    .option('--no-report', 'write none')
    .option('--junit <file>', 'write the result as JUnit XML')
    .option('--json', 'one JSON object per line: every event, then a summary')
    .option('--run-id <name>', 'name of the run (default: time and four letters)')
    .addOption(stateDirOption())
    .addHelpText('after', examples)
    .action(async (path: string, options: RunOptions) => {
      const { run } = await import('../run/run.ts');
      done(await run(io, path, options));
    });
}
