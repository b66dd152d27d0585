// A copy of the sources in a temporary folder, in which kinds are added; node_modules is the project's own.
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const COPIED = ['apps', 'docs', 'experiments', 'libs', 'test', 'tools'];

export interface Copy {
  readonly root: string;
  /** Content by path. */
  files(): ReadonlyMap<string, string>;
  write(file: string, text: string): void;
  /** Runs a program of the copy (a script, then its arguments) with the sources of the copy. */
  run(...args: readonly string[]): { readonly code: number | null; readonly output: string };
  read(file: string): string;
  remove(): void;
}

export function copySources(): Copy {
  const root = mkdtempSync(path.join(tmpdir(), 'new-kind-'));
  for (const folder of COPIED) cpSync(folder, path.join(root, folder), { recursive: true });
  for (const file of globSync(['*.json', '*.mjs', '*.md', '.dependency-cruiser.cjs'])) {
    cpSync(file, path.join(root, file));
  }
  symlinkSync(path.resolve('node_modules'), path.join(root, 'node_modules'));
  return {
    root,
    files: () => {
      const found = globSync(
        COPIED.map((folder) => `${folder}/**/*.*`),
        { cwd: root },
      );
      return new Map(found.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));
    },
    read: (file) => readFileSync(path.join(root, file), 'utf8'),
    write: (file, text) => writeFileSync(path.join(root, file), text),
    run: (...args) => {
      // What was built imports what was built.
      const condition = args[0]?.startsWith('dist/') ? [] : ['-C', 'muster-source'];
      const { status, stdout, stderr } = spawnSync(process.execPath, [...condition, ...args], {
        cwd: root,
        encoding: 'utf8',
        maxBuffer: 1e8,
      });
      return { code: status, output: stdout + stderr };
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
