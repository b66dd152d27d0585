// Keeps node_modules equal to package-lock.json. A tree that somebody installed with npm is taken as it is when npm's own
// record of it agrees with the lock file; nothing is deleted for a missing stamp.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { digest, readJson } from './files.mjs';
import { npm } from './npm.mjs';

/**
 * `ready` (stamped for this lock file), `adopt` (npm's record agrees, stamp missing) or `install`.
 * `recorded` is node_modules/.package-lock.json, which npm writes last: without it an install was cut off.
 */
export function decideDependencies({ lock, lockHash, recorded, stamp }) {
  if (recorded === undefined) return 'install';
  if (stamp?.lockHash === lockHash) return 'ready';
  return agrees(lock, recorded) ? 'adopt' : 'install';
}

function agrees(lock, recorded) {
  const wanted = Object.entries(lock.packages).filter(([where]) => where !== '');
  const present = recorded.packages ?? {};
  const strangers = Object.keys(present).filter((where) => lock.packages[where] === undefined);
  return strangers.length === 0 && wanted.every(([where, entry]) => fits(entry, present[where]));
}

/** Packages for other platforms are not installed, and rightly so. */
function fits(wanted, present) {
  if (present === undefined) return wanted.optional === true;
  return present.version === wanted.version && present.integrity === wanted.integrity;
}

/** Looks at the checkout, changes nothing. The records are parsed only when the stamp does not answer. */
export function inspectDependencies(root) {
  const text = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
  const lockHash = digest(text);
  const stamp = readJson(stampOf(root));
  const record = path.join(root, 'node_modules/.package-lock.json');
  const stamped = stamp?.lockHash === lockHash && existsSync(record);
  const facts = stamped ? { recorded: {} } : { recorded: readJson(record), lock: JSON.parse(text) };
  return { decision: decideDependencies({ ...facts, lockHash, stamp }), lockHash };
}

/** Installs (or adopts) what `inspectDependencies` found; needs the lock. */
export async function provideDependencies(root, found, node, progress) {
  if (found.decision === 'install') {
    // A machine set up for production (NODE_ENV, npm's omit) would leave out the compiler and the tests.
    const args = ['ci', '--include=dev', '--include=optional'];
    await progress.step('installing dependencies (npm ci)', () => npm(args, { cwd: root, node }));
  }
  writeFileSync(stampOf(root), `${JSON.stringify({ lockHash: found.lockHash })}\n`);
}

function stampOf(root) {
  return path.join(root, 'node_modules/.first-run.json');
}
