// Makes sure of Node, dependencies and build, in this order. Looking costs milliseconds and takes no lock; only what is
// missing is done, under the lock, after looking again (another first run may have done it meanwhile).
import path from 'node:path';
import { inspectBuild, provideBuild } from './build.mjs';
import { inspectDependencies, provideDependencies } from './dependencies.mjs';
import { withLock } from './lock.mjs';
import { inspectNode, provideNode } from './toolchain.mjs';

const ORDER = ['node', 'dependencies', 'build'];

/** Gives the path of the Node to run the task with. */
export async function provide(root, needs, progress) {
  const found = look(root, needs);
  if (found.complete) return found.node;
  return withLock(path.join(root, '.toolchain/first-run.lock'), progress, () =>
    complete(root, needs, progress),
  );
}

function look(root, needs) {
  const node = inspectNode(root);
  const rest = ORDER.slice(1, ORDER.indexOf(needs) + 1).map((what) => INSPECT[what](root).decision);
  const complete =
    ['current', 'ready'].includes(node.decision) && rest.every((decision) => decision === 'ready');
  return { complete, node: node.node };
}

const INSPECT = { dependencies: inspectDependencies, build: inspectBuild };

async function complete(root, needs, progress) {
  const { node } = await completeNode(root, progress);
  if (needs === 'node') return node;
  const dependencies = inspectDependencies(root);
  if (dependencies.decision !== 'ready') await provideDependencies(root, dependencies, node, progress);
  if (needs === 'dependencies') return node;
  const build = inspectBuild(root);
  if (build.decision !== 'ready') await provideBuild(root, build, node, progress);
  return node;
}

async function completeNode(root, progress) {
  const found = inspectNode(root);
  return ['current', 'ready'].includes(found.decision) ? found : provideNode(root, found, progress);
}
