// Keeps dist/ equal to the sources: the compiler (incremental), then the CLI bundle. The stamp is written last, so a
// build that failed or was cut off is done again.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FirstRunFailure } from './failure.mjs';
import { readJson } from './files.mjs';
import { captured } from './npm.mjs';
import { listSources } from './sources.mjs';

const CLI_ENTRY = 'apps/cli/src/main.ts';

/** `ready`, or `build` with the sources that vanished since the last build (`gone`). */
export function decideBuild({ sources, stamp, cliBuilt }) {
  if (stamp?.sources === undefined) return { decision: 'build', gone: [] };
  const gone = Object.keys(stamp.sources).filter((file) => sources[file] === undefined);
  const same =
    gone.length === 0 && Object.entries(sources).every(([file, mark]) => stamp.sources[file] === mark);
  const complete = cliBuilt || sources[CLI_ENTRY] === undefined;
  return { decision: same && complete ? 'ready' : 'build', gone };
}

/** Looks at the checkout, changes nothing. */
export function inspectBuild(root) {
  const sources = listSources(root);
  const cliBuilt = existsSync(path.join(root, 'dist/cli/main.cjs'));
  return { ...decideBuild({ sources, stamp: readJson(stampOf(root)), cliBuilt }), sources };
}

/** Builds what `inspectBuild` found stale; needs the lock. */
export async function provideBuild(root, found, node, progress) {
  for (const output of found.gone.flatMap(outputsOf)) rmSync(path.join(root, output), { force: true });
  await progress.step('building', () => compile(root, node));
  if (found.sources[CLI_ENTRY] !== undefined)
    await progress.step('bundling the muster command', () => bundle(root, node));
  writeFileSync(stampOf(root), JSON.stringify({ sources: found.sources }));
}

/** The compiler never removes what a deleted source left behind in dist/. */
export function outputsOf(source) {
  if (!source.endsWith('.ts')) return [];
  const stem = `dist/${source.slice(0, -'.ts'.length)}`;
  return [`${stem}.js`, `${stem}.js.map`];
}

async function compile(root, node) {
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
  const { code, output } = await captured(node, [compiler, '-p', 'tsconfig.build.json'], { cwd: root });
  if (code !== 0)
    throw new FirstRunFailure(output.trim(), 'Mend the errors above; the build starts over by itself.');
}

async function bundle(root, node) {
  const { code, output } = await captured(node, [path.join(root, 'tools/bundle-cli.mjs')], { cwd: root });
  if (code !== 0)
    throw new FirstRunFailure(output.trim(), 'Mend the errors above; the build starts over by itself.');
}

function stampOf(root) {
  return path.join(root, 'dist/.first-run.json');
}
