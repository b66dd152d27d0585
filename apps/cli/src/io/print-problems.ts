// What is wrong with files, and what is right but not allowed: one entry each, in the form that editors can jump to.
import type { Refusal } from '#core';
import { formatProblem, type Problem } from '#spec';
import type { Io } from './io.ts';

export function printProblems({ out, style }: Io, problems: readonly Problem[]): void {
  for (const problem of problems) {
    const [first = '', hint = ''] = formatProblem(problem).split('\n');
    out.write(`${first.replace(problem.code, style('red', problem.code))}\n${style('dim', hint)}\n`);
  }
}

export function printRefusals({ out, style }: Io, refusals: readonly Refusal[]): void {
  for (const { code, message, at } of refusals) out.write(`${at} ${style('red', code)} ${message}\n`);
}
