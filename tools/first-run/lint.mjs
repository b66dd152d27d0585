// Every check of the sources, two at a time, each named with its result; what failed is shown in full below its name.
import { availableParallelism } from 'node:os';
import { captured } from './npm.mjs';
import { seconds } from './progress.mjs';

const CHECKS = [
  { name: 'types', command: ['typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit'] },
  { name: 'style (eslint)', command: ['eslint/bin/eslint.js', '--max-warnings=0', '.'] },
  { name: 'format (biome)', command: ['@biomejs/biome/bin/biome', 'format', '--max-diagnostics=20'] },
  {
    name: 'import rules (dependency-cruiser)',
    command: [
      'dependency-cruiser/bin/dependency-cruiser.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err',
      'apps',
      'libs',
      'tools',
      'test',
    ],
  },
  { name: 'unused code (knip)', command: ['knip/bin/knip.js', '--no-progress', '--no-config-hints'] },
];

/** Gives the exit code: 0 if every check passed. The last line is `N passed, N failed, N skipped`. */
export async function lint({ root, node, env }) {
  const waiting = [...CHECKS];
  const results = [];
  const runners = Array.from({ length: Math.min(2, availableParallelism()) }, async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      results.push(await perform(check, { root, node, env }));
    }
  });
  await Promise.all(runners);
  const failed = results.filter(({ code }) => code !== 0).length;
  process.stdout.write(`${results.length - failed} passed, ${failed} failed, 0 skipped\n`);
  return failed === 0 ? 0 : 1;
}

async function perform({ name, command: [script, ...args] }, { root, node, env }) {
  const startedAt = performance.now();
  const { code, output } = await captured(node, [`node_modules/${script}`, ...args], { cwd: root, env });
  const took = seconds(performance.now() - startedAt);
  process.stdout.write(
    code === 0 ? `ok    ${name}  ${took}\n` : `FAIL  ${name}  ${took}\n${indented(output)}\n`,
  );
  return { name, code };
}

function indented(output) {
  return output
    .trimEnd()
    .split('\n')
    .map((line) => `      ${line}`)
    .join('\n');
}
