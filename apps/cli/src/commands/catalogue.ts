import { Command } from 'commander';
import type { Done, Io } from '../io/io.ts';

const examples = `
Examples:
  $ muster catalogue                      every fault, probe and driver, one line each
  $ muster catalogue http                 one in full: parameters, units, defaults, an example
  $ muster catalogue --json | jq -r '.faults[].kind'
`;

export function catalogueCommand(io: Io, done: Done): Command {
  return new Command('catalogue')
    .alias('catalog')
    .description('List what can be broken, measured and found, with parameters and examples.')
    .argument('[kind]', 'fault, probe or driver to show in full')
    .option('--json', 'everything as one JSON object: {faults, probes, drivers}')
    .addHelpText('after', examples)
    .action(async (kind: string | undefined, { json }: { readonly json?: true }) => {
      const { showCatalogue } = await import('../catalogue/catalogue.ts');
      done(showCatalogue(io, { kind, json: json === true }));
    });
}
