// `npm run demo`: four experiments break a small real shop; each is aborted or ends, is put back, and leaves a report.
// Exit code 0: every experiment ended as it should, gaps included. 130: interrupted, after undo.
import { parseArgs } from 'node:util';
import { exitCodes } from '#core';
import { runHelperProcess } from '#use-cases';
import { openIo } from '../../apps/cli/src/io/io.ts';
import { printError } from '../../apps/cli/src/io/print-error.ts';
import { runDemo } from './demo.ts';
import { helperProcess } from './demo.workspace.ts';

const USAGE = 'Usage: npm run demo -- [--reports <folder>]   (default: reports)\n';
const args = process.argv.slice(2);
const io = openIo();

function readOptions() {
  const options = {
    reports: { type: 'string', default: 'reports' },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    io.err.write(`${(error as Error).message}\n${USAGE}`);
    return undefined;
  }
}

async function main(): Promise<number> {
  const [command, kind = '', token = ''] = args;
  if (command === helperProcess) return runHelperProcess(kind, token);
  const options = readOptions();
  if (options === undefined) return exitCodes.usage;
  if (!options.help) return runDemo(io, options).catch((error: unknown) => printError(io, error));
  io.out.write(USAGE);
  return exitCodes.pass;
}

const exitCode = await main();
await io.flush();
process.exit(exitCode);
