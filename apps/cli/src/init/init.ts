// `muster init`: a small project to start from. All files are written, or none.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exitCodes, MusterError, messageOf } from '#core';
import type { Io } from '../io/io.ts';
import { projectFiles, server } from './project-files.ts';

export async function init(io: Io, folder: string): Promise<number> {
  const files = projectFiles(folder);
  const written: string[] = [];
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    try {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text, { flag: 'wx' });
      written.push(file);
    } catch (error) {
      for (const one of written) await rm(one, { force: true });
      throw refusal(file, error);
    }
  }
  for (const file of written) io.out.write(`${io.style('green', '✔')} ${file}\n`);
  io.out.write(nextSteps(folder));
  return exitCodes.pass;
}

function refusal(file: string, error: unknown): MusterError {
  const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
  const message = isThere ? `${file} is there already; nothing was written` : `${file}: ${messageOf(error)}`;
  return new MusterError('MUS2006', message, {
    next: 'Choose another folder: muster init <folder>',
    cause: error,
  });
}

function nextSteps(folder: string): string {
  return `
Next, in three terminals:
  ${server}
  muster proxy web=127.0.0.1:18081,127.0.0.1:18080        # the fault proxy in front of it
  muster explain ${folder} && muster run ${folder}
`;
}
