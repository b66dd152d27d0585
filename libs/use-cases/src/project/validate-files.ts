// Validation of many files at once: every problem of every file, and of how they fit together.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { MusterError, type Refusal } from '#core';
import { loadDocuments, type Problem, type Variables } from '#spec';
import { catalogue } from '../catalogue.ts';
import { checkProject } from '../plan/check-project.ts';
import { loadProjects } from './load-project.ts';
import { isProblem, type SourceFile, Sources, seemsOurs, seemsToHold } from './source-files.ts';

export interface ValidateRequest {
  /** Files, and folders that are searched for them. */
  readonly paths: readonly string[];
  readonly environment?: string | undefined;
  readonly variables?: Variables | undefined;
}

export interface Validation {
  readonly files: number;
  readonly experiments: number;
  /** YAML files of the folders that speak of something else. */
  readonly skipped: number;
  readonly problems: readonly Problem[];
  /** What the environments do not allow, by experiment file. */
  readonly refusals: readonly Refusal[];
}

/** @throws MusterError MUS2006: a path that leads nowhere, or a folder without any file */
export async function validateFiles(request: ValidateRequest): Promise<Validation> {
  const sources = new Sources();
  const { chosen, skipped } = await choose(request.paths, sources);
  const checks: Check[] = [];
  const covered = new Set<string>();
  const experiments = chosen.filter(
    (one) => !isProblem(one) && seemsToHold('Experiment', one),
  ) as SourceFile[];
  for (const { path: file } of experiments) {
    const check = await checkExperiment({ ...request, path: file }, sources);
    for (const one of check.files) covered.add(one.path);
    checks.push(check);
  }
  for (const one of chosen) {
    if (isProblem(one)) checks.push({ files: [], problems: [one], refusals: [] });
    else if (!covered.has(one.path)) checks.push(checkAlone(one, request.variables));
  }
  return {
    files: new Set([...covered, ...chosen.map((one) => (isProblem(one) ? one.file : one.path))]).size,
    experiments: experiments.length,
    skipped,
    problems: distinct(checks.flatMap(({ problems }) => problems)).toSorted(byPlace),
    refusals: distinct(checks.flatMap(({ refusals }) => refusals)),
  };
}

interface Check {
  readonly files: readonly SourceFile[];
  readonly problems: readonly Problem[];
  readonly refusals: readonly Refusal[];
}

async function checkExperiment(
  request: ValidateRequest & { readonly path: string },
  sources: Sources,
): Promise<Check> {
  const { projects, problems, files } = await loadProjects(request, sources);
  const checks = projects.map(checkProject);
  return {
    files,
    problems: [...problems, ...checks.flatMap((check) => check.problems)],
    refusals: checks.flatMap((check) => check.refusals),
  };
}

function checkAlone(source: SourceFile, overrides: Variables = {}): Check {
  const { problems } = loadDocuments({ ...source, kinds: catalogue, overrides });
  return { files: [source], problems, refusals: [] };
}

/** A file that is named is always looked at; one that a folder holds only where it speaks of Muster. */
async function choose(paths: readonly string[], sources: Sources) {
  const chosen = new Map<string, SourceFile | Problem>();
  let skipped = 0;
  for (const wanted of paths) {
    const found = await stat(wanted).catch(() => undefined);
    if (found === undefined) throw new MusterError('MUS2006', `no file or folder ${wanted}`);
    const isFolder = found.isDirectory();
    const files = isFolder ? await sources.filesBelow(path.resolve(wanted)) : [path.resolve(wanted)];
    for (const file of files) {
      const source = await sources.read(file);
      if (isFolder && !isProblem(source) && !seemsOurs(source)) skipped += 1;
      else chosen.set(file, source);
    }
  }
  if (chosen.size > 0) return { chosen: [...chosen.values()], skipped };
  throw new MusterError('MUS2006', `no YAML file of Muster's in ${paths.join(', ')}`, {
    next: '`muster init` writes a first experiment.',
  });
}

function distinct<T>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

function byPlace(a: Problem, b: Problem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
