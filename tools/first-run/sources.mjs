// What the build depends on, as a list of path, size and time; two lists tell what changed without reading a file.
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const TREES = ['apps', 'libs', 'tools'];
const SINGLE_FILES = [
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'tsconfig.build.json',
  'tools/bundle-cli.mjs',
  'tools/bundle/starter.cjs',
  'tools/bundle/undici.slim.mjs',
];
const BUILT_SUFFIX = /\.(ts|json)$/;
const NOT_BUILT = /\.spec(-support)?\.ts$|\.d\.ts$/;
const NOT_BUILT_FOLDERS = new Set(['node_modules', 'dist', 'libs/testkit', 'apps/web', 'tools/first-run']);

/** Every file that the build reads: `{'libs/core/src/index.ts': '1234:1790000000000'}`, sorted by path. */
export function listSources(root) {
  const found = TREES.flatMap((tree) => walk(root, tree));
  const marked = [...found, ...SINGLE_FILES].map((file) => [file, markOf(path.join(root, file))]);
  return Object.fromEntries(
    marked.filter(([, mark]) => mark !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function walk(root, folder) {
  return entriesOf(path.join(root, folder)).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory())
      return NOT_BUILT_FOLDERS.has(name) || NOT_BUILT_FOLDERS.has(entry.name) ? [] : walk(root, name);
    return BUILT_SUFFIX.test(name) && !NOT_BUILT.test(name) ? [name] : [];
  });
}

function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

function markOf(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat && `${stat.size}:${stat.mtimeMs}`;
}
