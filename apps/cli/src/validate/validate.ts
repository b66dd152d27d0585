// `muster validate`: problems as file:line:column, what is not allowed, and the count of both.
import { exitCodes } from '#core';
import { readVariables } from '../io/variables.ts';
import { validateFiles } from '#use-cases';
import type { VariableOptions } from '../commands/common-options.ts';
import type { Io } from '../io/io.ts';
import { printProblems, printRefusals } from '../io/print-problems.ts';

export interface ValidateInput {
  readonly paths: readonly string[];
  readonly environment: string | undefined;
  readonly variables: VariableOptions;
}

export async function validate(io: Io, { paths, environment, variables }: ValidateInput): Promise<number> {
  const found = await validateFiles({ paths, environment, variables: readVariables(variables) });
  printProblems(io, found.problems);
  printRefusals(io, found.refusals);
  const wrong = found.problems.length + found.refusals.length;
  const files = `${count(found.files, 'file')}, ${count(found.experiments, 'experiment')}`;
  const skipped = found.skipped > 0 ? `, ${found.skipped} of other programs skipped` : '';
  const result = wrong === 0 ? io.style('green', '✔ valid') : io.style('red', `✖ ${count(wrong, 'problem')}`);
  io.out.write(`${result}  ${files}${skipped}\n`);
  return wrong === 0 ? exitCodes.pass : exitCodes.usage;
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
