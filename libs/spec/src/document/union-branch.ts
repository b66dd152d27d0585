// A value that fits none of several alternatives is told by the one that was most plausibly meant.
import type { z } from 'zod';
import type { Path } from './loaded.ts';
import { isRecord, valueAt } from './raw.ts';
import { nearest } from './suggestion.ts';

type Issue = z.core.$ZodIssue;

/** No alternative takes a value of this type at all. */
export interface Mismatch {
  readonly code: 'mismatch';
  readonly path: PropertyKey[];
  /** zod's names of the types that would do. */
  readonly types: readonly string[];
  readonly values: readonly unknown[];
}

export type FlatIssue = Exclude<Issue, { code: 'invalid_union' }> | Mismatch;

/** The issues of a value without any union: of each, those of one alternative. `data` is what the paths start from. */
export function flatten(issues: readonly Issue[], data: unknown): FlatIssue[] {
  return issues.flatMap((issue) => (issue.code === 'invalid_union' ? flattenUnion(issue, data) : [issue]));
}

function flattenUnion(issue: Extract<Issue, { code: 'invalid_union' }>, data: unknown): FlatIssue[] {
  const value = valueAt(data, issue.path as Path);
  const branches = issue.errors.map((errors) => flatten(errors, value));
  const best = branches
    .filter((branch) => !branch.some(isOfOtherType))
    .map((branch) => ({ branch, score: plausibility(branch, value) }))
    .toSorted((a, b) => b.score - a.score)[0];
  if (best) return best.branch.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
  const mismatches = branches.flat().filter(isOfOtherType);
  return [
    {
      code: 'mismatch',
      path: issue.path,
      types: mismatches.flatMap(typesOf),
      values: [...mismatches.flatMap(valuesOf), ...(('options' in issue && issue.options) || [])],
    },
  ];
}

function isOfOtherType(issue: FlatIssue): boolean {
  if (issue.path.length > 0) return false;
  return issue.code === 'invalid_type' || issue.code === 'invalid_value' || issue.code === 'mismatch';
}

const typesOf = (issue: FlatIssue): readonly string[] =>
  issue.code === 'invalid_type' ? [issue.expected] : issue.code === 'mismatch' ? issue.types : [];

const valuesOf = (issue: FlatIssue): readonly unknown[] =>
  issue.code === 'invalid_value' || issue.code === 'mismatch' ? issue.values : [];

/** Keys of the value that the alternative knows, a likely misspelling as most of one; then fewer complaints. */
function plausibility(issues: readonly FlatIssue[], value: unknown): number {
  const keys = isRecord(value) ? Object.keys(value) : [];
  const unknown = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [],
  );
  const missing = issues.flatMap((issue) => (isMissing(issue, value) ? [String(issue.path[0])] : []));
  const misspelt = unknown.filter((key) => nearest(key, missing) !== undefined);
  return keys.length - unknown.length + misspelt.length * 0.75 - issues.length * 0.01;
}

const isMissing = (issue: FlatIssue, value: unknown): boolean =>
  issue.path.length === 1 && valueAt(value, issue.path as Path) === undefined;
