// `npm run docs`: writes what is derived from the kinds and tables; with --check it only tells what is out of date.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { faults } from '#faults';
import { drivers } from '#targets';
import { schemaFiles } from './schemas.ts';

const check = process.argv.includes('--check');
const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};
const stale = Object.entries(schemaFiles({ faults, drivers, probes: new Map() })).filter(
  ([path, content]) => read(path) !== content,
);
for (const [path, content] of stale) {
  process.stdout.write(`${check ? 'out of date' : 'wrote'} ${path}\n`);
  if (check) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
process.exitCode = check && stale.length > 0 ? 1 : 0;
