import { Command } from 'commander';
import type { Done, Io } from '../io/io.ts';

const examples = `
Examples:
  $ muster init my-drill
  $ muster validate my-drill && muster explain my-drill

Writes experiment.yaml, environment.yaml, services/web.yaml, runbooks/web-slow.md and README.md, all commented.
A file that is there already is never overwritten.
`;

export function initCommand(io: Io, done: Done): Command {
  return new Command('init')
    .description('Write a first experiment that can be run: slow network between you and a web server.')
    .argument('[folder]', 'where to', '.')
    .addHelpText('after', examples)
    .action(async (folder: string) => {
      const { init } = await import('../init/init.ts');
      done(await init(io, folder));
    });
}
