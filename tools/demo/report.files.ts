// The reports of the game, one folder for each run, as `muster run` leaves them.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type RunReport, renderHtml, renderJson, renderMarkdown } from '#report';
import type { Outcome } from './experiment.run.ts';

/** Gives the pages, in the order of the game. */
export function writeReports(folder: string, outcomes: readonly Outcome[]): Promise<readonly string[]> {
  return Promise.all(outcomes.map(({ report }) => writeReport(folder, report)));
}

async function writeReport(folder: string, report: RunReport): Promise<string> {
  const own = path.join(folder, report.experiment, report.run);
  await mkdir(own, { recursive: true });
  const page = path.join(own, 'index.html');
  await Promise.all([
    writeFile(page, renderHtml(report)),
    writeFile(path.join(own, 'report.md'), renderMarkdown(report)),
    writeFile(path.join(own, 'report.json'), renderJson(report)),
  ]);
  return page;
}
