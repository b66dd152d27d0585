// Reports as files: a folder for each run, complete or not there at all.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MusterError, messageOf } from '#core';
import type { RunReport } from '#report';

export interface WrittenReport {
  readonly folder: string;
  /** The page to open first. */
  readonly page: string;
}

/** `<root>/<experiment>/<UTC time>/`: index.html, report.md, report.json. Takes the place of what it says of this run. */
export async function writeReport(root: string, report: RunReport): Promise<WrittenReport> {
  const { renderHtml, renderJson, renderMarkdown } = await import('#report');
  const parent = path.join(root, report.experiment);
  const draft = path.join(parent, `.${report.run}.${process.pid}`);
  return onDisk(`report in ${parent}`, async () => {
    await mkdir(draft, { recursive: true });
    const files = {
      'index.html': renderHtml(report),
      'report.md': renderMarkdown(report),
      'report.json': renderJson(report),
    };
    await Promise.all(Object.entries(files).map(([name, text]) => writeFile(path.join(draft, name), text)));
    const folder = await freeFolder(parent, report);
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
    return { folder, page: path.join(folder, 'index.html') };
  });
}

/** JUnit XML of one run, as a file of its own. */
export async function writeJunit(file: string, report: RunReport): Promise<void> {
  const { renderJunit } = await import('#report');
  await onDisk(`JUnit file ${file}`, async () => {
    await mkdir(path.dirname(file), { recursive: true });
    const draft = `${file}.${process.pid}`;
    await writeFile(draft, await renderJunit([report]));
    await rename(draft, file);
  });
}

/** Named by the second in which the run began; another run of that second keeps its place. */
async function freeFolder(parent: string, { run, times }: RunReport): Promise<string> {
  const second = new Date(times.startedMs)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
  const folder = path.join(parent, second);
  const holder = await readFile(path.join(folder, 'report.json'), 'utf8').then(runIn, () => undefined);
  return holder === undefined || holder === run ? folder : `${folder}-${run}`;
}

function runIn(json: string): string | undefined {
  try {
    return (JSON.parse(json) as Partial<RunReport>).run;
  } catch {
    return undefined;
  }
}

async function onDisk<T>(what: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const next = 'Correct the folder, then: muster report <run>';
    throw new MusterError('MUS3003', `${what}: ${messageOf(error)}`, { cause: error, next });
  }
}
