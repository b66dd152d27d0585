// A refusal that lists everything that is wrong with a request or with the documents in it.
import { type ErrorCode, MusterError } from '#core';
import type { Problem } from '#spec';
import type { ProblemItem } from './problem.schema.ts';

export class RequestError extends MusterError {
  readonly problems: readonly ProblemItem[];

  constructor(code: ErrorCode, message: string, problems: readonly ProblemItem[]) {
    super(code, message, { next: 'Correct everything that `problems` lists.' });
    this.problems = problems;
  }
}

/** What Standard Schema tells of a value that does not fit. */
interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

export function invalidRequest(issues: readonly Issue[]): RequestError {
  const problems = issues.map(({ path = [], message }) => ({ path: formatPath(path), message }));
  const lines = problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  return new RequestError('MUS2006', lines.join('; '), problems);
}

function formatPath(path: NonNullable<Issue['path']>): string {
  return path
    .map((part) => (typeof part === 'object' ? part.key : part))
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`))
    .join('');
}

export function invalidDocuments(problems: readonly Problem[]): RequestError {
  const [first] = problems;
  const where = first === undefined ? '' : `${first.file}:${first.line}:${first.column} ${first.message}`;
  const more = problems.length > 1 ? `, and ${problems.length - 1} more` : '';
  return new RequestError('MUS2005', `${where}${more}`, problems);
}

interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
  /** file:line of the rule. */
  readonly at: string;
}

/** A plan that the environment does not allow: the code of the first reason, and all of them. */
export function refusedPlan(refusals: readonly Refusal[]): RequestError {
  const lines = refusals.map(({ message, at }) => `${message} (${at})`);
  const problems = refusals.map(({ code, message, at }) => ({ path: '', code, message, file: at }));
  return new RequestError(refusals[0]?.code ?? 'MUS2001', lines.join('; '), problems);
}
