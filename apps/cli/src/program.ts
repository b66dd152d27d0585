// The command line: which commands there are. What a command does is loaded when it runs.
import { Command, CommanderError } from 'commander';
import { abortCommand } from './commands/abort.ts';
import { catalogueCommand } from './commands/catalogue.ts';
import { explainCommand } from './commands/explain.ts';
import { helperProcessCommand } from './commands/helper-process.ts';
import { initCommand } from './commands/init.ts';
import { proxyCommand } from './commands/proxy.ts';
import { recoverCommand } from './commands/recover.ts';
import { reportCommand } from './commands/report.ts';
import { runCommand } from './commands/run.ts';
import { schemaCommand } from './commands/schema.ts';
import { validateCommand } from './commands/validate.ts';
import type { Done, Io } from './io/io.ts';
import { version } from './version.ts';

const usageExitCode = 2;

const examples = `
Examples:
  $ muster init my-drill        a commented experiment to start from
  $ muster validate my-drill    every problem at once, with file:line:column
  $ muster explain my-drill     what will happen, to what, and how it is undone
  $ muster run my-drill

Exit codes: 0 held, 1 did not hold or a gap was found, 2 usage or refused, 3 aborted by a guard,
4 something may still be in place, 5 a target could not be reached, 130 interrupted after undo.
`;

/** The exit code. Nothing throws. */
export async function runProgram(args: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  const done = (code: number): void => void (exitCode = code);
  try {
    await createProgram(io, done).parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageExitCode;
    const { printError } = await import('./io/print-error.ts');
    return printError(io, error);
  }
}

function createProgram(io: Io, done: Done): Command {
  const program = new Command('muster')
    .description(
      'Breaks a system on purpose, safely, and tells what the incident response would have missed.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .showHelpAfterError('(muster --help shows every command)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out.write(text),
      writeErr: (text) => io.err.write(text),
      getOutHelpWidth: () => io.columns(),
      getErrHelpWidth: () => io.columns(),
    })
    .addHelpText('after', examples);
  const commands = [
    initCommand,
    validateCommand,
    explainCommand,
    runCommand,
    abortCommand,
    recoverCommand,
    reportCommand,
    catalogueCommand,
    schemaCommand,
    proxyCommand,
  ];
  for (const command of commands) program.addCommand(command(io, done).copyInheritedSettings(program));
  return program.addCommand(helperProcessCommand(), { hidden: true });
}
