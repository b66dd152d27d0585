// The page of the whole game, beside the folders of its runs. The next game takes its place.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { renderGame } from '#report';
import type { Outcome } from './experiment.run.ts';

export async function writeGame(folder: string, outcomes: readonly Outcome[]): Promise<string> {
  const page = path.join(folder, 'index.html');
  const runs = outcomes.map(({ report, page: own }) => ({
    report,
    href: path.relative(folder, own).split(path.sep).map(encodeURIComponent).join('/'),
  }));
  await writeFile(page, renderGame({ title: 'The demo shop', runs }));
  return page;
}
