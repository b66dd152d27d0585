// The file system of an image, put together from programs of this machine and the libraries that they link.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

export interface Contents {
  /** Programs and libraries, by their path here; what they link comes with them. */
  readonly programs: readonly string[];
  /** Files and folders as they are. */
  readonly files?: readonly string[];
  /** Text by path. */
  readonly texts?: Readonly<Record<string, string>>;
  /** What symbolic links point to, by path. */
  readonly links?: Readonly<Record<string, string>>;
}

const BUSYBOX = '/bin/busybox';
const run = promisify(execFile);

/** Tells from names, sizes and times whether an image would come out the same. */
export async function fingerprint(contents: Contents): Promise<string> {
  const { programs, files = [], texts, links } = contents;
  const hash = createHash('sha256').update(JSON.stringify([texts, links]));
  for (const file of [BUSYBOX, ...programs, ...files]) {
    const { size, mtimeMs } = await stat(file);
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Fills an empty folder. Every image has busybox, for a shell and the tools that tests look with. */
export async function layOut(root: string, contents: Contents): Promise<void> {
  const { programs, files = [], texts = {}, links = {} } = contents;
  for (const folder of ['bin', 'etc', 'tmp', 'run', 'var/tmp', 'root']) {
    await mkdir(path.join(root, folder), { recursive: true });
  }
  await chmod(path.join(root, 'tmp'), 0o1777);
  await copy(root, [BUSYBOX, ...programs, ...(await librariesOf(programs))], '-L');
  if (files.length > 0) await copy(root, files, '-d');
  for (const [file, to] of Object.entries(links)) await symlink(to, path.join(root, file));
  await linkApplets(root);
  const standard = {
    '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n',
    '/etc/group': 'root:x:0:\nnogroup:x:65534:\n',
  };
  for (const [file, text] of Object.entries({ ...standard, ...texts })) {
    await mkdir(path.join(root, path.dirname(file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
}

async function copy(root: string, files: readonly string[], how: '-L' | '-d'): Promise<void> {
  await run('cp', [how, '-r', '--parents', ...new Set(files), root]);
}

/** ldd(1): "libc.so.6 => /lib/.../libc.so.6 (0x...)", and the loader without "=>". */
async function librariesOf(programs: readonly string[]): Promise<readonly string[]> {
  const listed = await Promise.all(
    // A static program links nothing; ldd tells that by its exit code.
    programs.map((program) =>
      run('ldd', [program]).then(
        ({ stdout }) => stdout,
        () => '',
      ),
    ),
  );
  return listed.flatMap((text) =>
    [...text.matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gm)].map(([, file = '']) => file),
  );
}

/** Beside what was copied, for example ip and its namesake of busybox. */
async function linkApplets(root: string): Promise<void> {
  const { stdout } = await run(BUSYBOX, ['--list']);
  const taken = new Set(['busybox']);
  for (const folder of ['bin', 'sbin', 'usr/bin', 'usr/sbin']) {
    for (const name of await readdir(path.join(root, folder)).catch(() => [])) taken.add(name);
  }
  const applets = stdout.split('\n').filter((name) => name !== '' && !taken.has(name));
  await Promise.all(applets.map((name) => symlink('busybox', path.join(root, 'bin', name))));
}
