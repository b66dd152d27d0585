// The `muster` command: starts the program with the arguments and ends with its exit code.
import { openIo } from './io/io.ts';
import { runProgram } from './program.ts';

const io = openIo();
void runProgram(process.argv.slice(2), io).then(async (exitCode) => {
  await io.flush();
  process.exit(exitCode);
});
