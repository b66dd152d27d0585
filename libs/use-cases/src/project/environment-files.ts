// Where environments are looked for: in the folder of the experiment and in each parent, the nearest first, up to the
// root of the repository.
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { SourceFile, Sources } from './source-files.ts';

/** Files that seem to hold environments, folder by folder, the nearest first. */
export async function* environmentFiles(
  from: string,
  sources: Sources,
): AsyncGenerator<readonly SourceFile[]> {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const beside = await sources.filesIn(folder);
    const files = [...beside, ...(await sources.filesIn(path.join(folder, 'environments')))];
    const holding = await sources.holding('Environment', files);
    if (holding.length > 0) yield holding;
    if (existsSync(path.join(folder, '.git')) || path.dirname(folder) === folder) return;
  }
}

/** Folders from `top` down to `bottom`; only the two where one is not below the other. */
export function foldersBetween(top: string, bottom: string): readonly string[] {
  const steps = path.relative(top, bottom).split(path.sep);
  if (steps[0] === '..' || path.isAbsolute(steps[0] ?? '')) return [top, bottom];
  return steps.reduce<string[]>(
    (folders, step) => (step === '' ? folders : [...folders, path.join(folders.at(-1) ?? top, step)]),
    [top],
  );
}
