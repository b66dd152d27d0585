// `muster explain`: the plan in plain words, then what is wrong with it or not allowed.
import { exitCodes } from '#core';
import { explainPlan, loadProject, planRun } from '#use-cases';
import type { VariableOptions } from '../commands/common-options.ts';
import type { Io } from '../io/io.ts';
import { printError } from '../io/print-error.ts';
import { printProblems, printRefusals } from '../io/print-problems.ts';
import { readVariables } from '../io/variables.ts';
import { openWorkspace } from '../workspace.ts';

export interface ExplainInput {
  readonly path: string;
  readonly environment?: string | undefined;
  readonly variables: VariableOptions;
  readonly stateDir: string;
}

export async function explain(io: Io, input: ExplainInput): Promise<number> {
  const { project, problems } = await loadProject({ ...input, variables: readVariables(input.variables) });
  if (project === undefined) {
    printProblems(io, problems);
    return exitCodes.usage;
  }
  // Nothing is harmed here: production needs no confirmation.
  const confirmed = project.environment.value.metadata.name;
  const planned = await planRun(openWorkspace(input.stateDir), { project, run: 'explain', confirmed });
  await planned.close();
  const { plan, refusals, unreachable } = planned;
  const { out, style } = io;
  out.write(`${style('bold', plan.title)}   ${style('dim', plan.file)}\n`);
  for (const { title, lines } of explainPlan(plan)) {
    out.write(`\n${style('bold', title)}\n${lines.map((line) => `  ${line}\n`).join('')}`);
  }
  if (planned.problems.length + refusals.length > 0) {
    out.write(`\n${style('bold', 'Refused')}\n`);
    printProblems(io, planned.problems);
    printRefusals(io, refusals);
    return exitCodes.usage;
  }
  return unreachable === undefined ? exitCodes.pass : printError(io, unreachable);
}
