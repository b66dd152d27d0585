// `node tools/first-run/main.mjs <task>`: what every script of package.json starts. Works in a fresh clone under Node 20
// with nothing installed, brings what the task needs, and is silent and quick when all is there.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FirstRunFailure } from './failure.mjs';
import { foreground } from './foreground.mjs';
import { nextStepFor } from './next-step.mjs';
import { createProgress } from './progress.mjs';
import { provide } from './provide.mjs';
import { decideTask, usage } from './tasks.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

async function main(argv) {
  const decided = decideTask(argv);
  if (decided.task === undefined) {
    (decided.exitCode === 0 ? process.stdout : process.stderr).write(`${decided.answer}\n`);
    return decided.exitCode;
  }
  const node = await provide(root, decided.task.needs, createProgress());
  return perform(decided, node);
}

function perform({ task, name, args }, node) {
  const PATH = [path.dirname(node), process.env.PATH].join(path.delimiter);
  const env = { ...process.env, PATH, MUSTER_TASK: name, ...merged(task.env) };
  if (task.run !== undefined) return task.run({ root, node, env });
  if (task.program === undefined) return 0;
  const [program, ...rest] = task.program(args);
  if (!existsSync(path.join(root, program))) throw missingProgram(name, program);
  return foreground(node, [program, ...rest], { cwd: root, env });
}

/** What the user already has in NODE_OPTIONS stays. */
function merged({ NODE_OPTIONS } = {}) {
  if (NODE_OPTIONS === undefined) return {};
  return { NODE_OPTIONS: [process.env.NODE_OPTIONS, NODE_OPTIONS].filter(Boolean).join(' ') };
}

function missingProgram(name, program) {
  return new FirstRunFailure(
    `${usage(name)} has nothing to run: ${program} is not built from this checkout.`,
    'See `npm run build -- --help` and tools/.',
  );
}

function explain(error) {
  if (error instanceof FirstRunFailure) return `${error.message}\nNext: ${error.nextStep}`;
  return `${error.message}\nNext: ${nextStepFor(`${error.code} ${error.message}`)}`;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = error.exitCode ?? 1;
}
