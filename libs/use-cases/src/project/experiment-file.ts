// Which file is meant by a path: the file itself, or the experiment of a folder.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { MusterError } from '#core';
import { displayName, type Sources } from './source-files.ts';

/** Names that are taken without looking at the others. */
const USUAL = /^experiment\.ya?ml$/;

/** @throws MusterError MUS2006: there is no such file, or it is not clear which of several is meant */
export async function findExperimentFile(wanted: string, sources: Sources): Promise<string> {
  const absolute = path.resolve(wanted);
  const found = await stat(absolute).catch(() => undefined);
  if (found === undefined) {
    const next = 'Check the path; `muster init` writes a first experiment.';
    throw new MusterError('MUS2006', `no file or folder ${wanted}`, { next });
  }
  return found.isDirectory() ? experimentIn(absolute, sources) : absolute;
}

async function experimentIn(folder: string, sources: Sources): Promise<string> {
  const files = await sources.filesIn(folder);
  const usual = files.find((file) => USUAL.test(path.basename(file)));
  if (usual !== undefined) return usual;
  const holding = await sources.holding('Experiment', files);
  const [only, ...others] = holding;
  if (only !== undefined && others.length === 0) return only.path;
  const names = holding.map(({ file }) => path.basename(file)).join(', ');
  const why = only === undefined ? 'no experiment' : `${holding.length} experiments: ${names}`;
  const next =
    only === undefined ? 'Name the experiment file, or a folder that holds one.' : 'Name one of them.';
  throw new MusterError('MUS2006', `${displayName(folder)} holds ${why}`, { next });
}
