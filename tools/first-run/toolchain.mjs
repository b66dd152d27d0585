// Brings the Node that Muster needs into .toolchain/ from npm when the running one is too old. A binary is used only
// after its hash was seen to be the pinned one; `.toolchain/node` (bin/muster starts it) points to nothing else.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { FirstRunFailure } from './failure.mjs';
import { readJson } from './files.mjs';
import { npm } from './npm.mjs';
import { decideNode, distributionFor, lowestVersion } from './required-node.mjs';

/** Looks at the machine, changes nothing: `{decision, node, ...}`, where `node` is the path to run things with. */
export function inspectNode(root, machine = process) {
  const lowest = lowestVersion(readJson(path.join(root, 'package.json')).engines.node);
  const distribution = distributionFor(machine.platform, machine.arch);
  const current = machine.versions.node;
  const home = path.join(root, '.toolchain');
  const facts = { current, lowest, distribution, ...onDisk(home, distribution) };
  const decision = decideNode(facts);
  const node = decision === 'current' ? machine.execPath : facts.binary;
  return { ...facts, decision, home, node };
}

function onDisk(home, distribution) {
  if (distribution === undefined) return {};
  const folder = path.join(home, 'node_modules', distribution.name);
  const binary = path.join(folder, 'bin', 'node');
  const stat = statSync(binary, { throwIfNoEntry: false });
  const manifest = readJson(path.join(folder, 'package.json'));
  const installed = stat && manifest && { ...manifest, size: stat.size, mtimeMs: stat.mtimeMs };
  return { binary, installed, verified: readJson(path.join(home, 'verified.json')) };
}

/** Installs or checks what `inspectNode` found missing; needs the lock. */
export async function provideNode(root, found, progress) {
  if (found.decision === 'unavailable') throw unavailable(found);
  if (found.decision === 'install') {
    const { name, version } = found.distribution;
    const why = `this machine's is ${found.current}; kept in .toolchain`;
    await progress.step(`getting Node ${version} (${why})`, () => install(found.home, `${name}@${version}`));
  }
  await verify(found);
  return inspectNode(root);
}

async function install(home, spec) {
  mkdirSync(home, { recursive: true });
  writeFileSync(path.join(home, 'package.json'), '{ "private": true }\n');
  rmSync(path.join(home, 'package-lock.json'), { force: true });
  await npm(['install', '--prefix', home, '--save-exact', spec], { cwd: home, node: process.execPath });
}

async function verify({ home, binary, distribution }) {
  const sha256 = await hashOf(binary);
  if (sha256 !== distribution.sha256) throw wrongHash(home, distribution, sha256);
  const started = spawnSync(binary, ['--version'], { encoding: 'utf8' });
  if (started.status !== 0) throw doesNotStart(binary, started);
  const { size, mtimeMs } = statSync(binary);
  pointAt(path.join(home, 'node'), path.relative(home, binary));
  writeFileSync(path.join(home, 'verified.json'), `${JSON.stringify({ sha256, size, mtimeMs })}\n`);
}

/** Replaces the symbolic link in one step, so that a `muster` that starts meanwhile finds the old or the new one. */
function pointAt(link, target) {
  const fresh = `${link}.${process.pid}`;
  rmSync(fresh, { force: true });
  symlinkSync(target, fresh);
  renameSync(fresh, link);
}

async function hashOf(file) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

function unavailable({ current, lowest }) {
  const wanted = lowest.slice(0, 2).join('.');
  return new FirstRunFailure(
    `Muster needs Node ${wanted} or newer; this is ${current}, and npm has none for ${process.platform}-${process.arch}.`,
    `Install Node ${wanted} or newer (https://nodejs.org/en/download) and run the same command again.`,
  );
}

function wrongHash(home, { name, version, sha256 }, seen) {
  return new FirstRunFailure(
    `${name}@${version} holds a Node that is not the expected one: sha256 ${seen}, expected ${sha256}. It was not started.`,
    `Remove ${home} and run the same command again; if it repeats, do not trust the registry that npm uses (npm config get registry).`,
  );
}

function doesNotStart(binary, { error, stderr }) {
  return new FirstRunFailure(
    `The Node that npm brought does not start here: ${error?.message ?? stderr.trim()}`,
    `${binary} needs glibc; on Alpine and other musl systems install Node 24.9 or newer yourself (apk add nodejs-current).`,
  );
}
