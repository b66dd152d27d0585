// `npm run docs`: writes what is derived from declarations; with --check it only tells what is out of date.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { clientFiles } from './client.files.ts';
import { generatedFiles, outOfDate } from './generated-files.ts';

const check = process.argv.includes('--check');
const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};
const files = generatedFiles();
const client = await clientFiles(files['docs/openapi.json'] ?? '');
const stale = outOfDate({ ...files, ...client }, read);
for (const [path, content] of stale) {
  process.stdout.write(`${check ? 'out of date' : 'wrote'} ${path}\n`);
  if (check) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
if (check && stale.length > 0) process.stdout.write('`npm run docs` writes them.\n');
process.exitCode = check && stale.length > 0 ? 1 : 0;
