import { Argument, Command, Option } from 'commander';
import type { Done, Io } from '../io/io.ts';
import type { ReportOptions } from '../report/report-options.ts';
import { stateDirOption } from './common-options.ts';

const examples = `
Examples:
  $ muster report 20261123-100411-k3fb                         write its folder again, from the journal
  $ muster report 20261123-100411-k3fb --format markdown       print it
  $ muster report reports/slow-payments/2026-11-23T10-04-11Z --format junit > drill.xml
  $ muster report --compare BEFORE AFTER                       what closed, what is still open, what is new
`;

export function reportCommand(io: Io, done: Done): Command {
  return new Command('report')
    .description('Render the report of a run again, or compare two runs of an experiment.')
    .addArgument(new Argument('<runs...>', 'name of a run, or the folder of its report; two with --compare'))
    .addOption(
      new Option('--format <format>', 'print it instead of writing its folder').choices([
        'html',
        'markdown',
        'json',
        'junit',
      ]),
    )
    .option('--compare', 'compare two runs; exit code 1: a gap is open')
    .option('--report <folder>', 'where reports are written', 'reports')
    .addOption(stateDirOption())
    .addHelpText('after', examples)
    .action(async (runs: readonly string[], options: ReportOptions) => {
      const { report } = await import('../report/report.ts');
      done(await report(io, runs, options));
    });
}
