// Every task of package.json's scripts: what it needs before it starts, and what it runs.

/**
 * `needs`: node, dependencies, build; each implies those before it.
 * `program(args)`: the command line for Node; `own`: words that first-run answers `--help` with itself.
 */
const TASKS = {
  demo: {
    summary: 'breaks a small real shop four times, puts it back, and writes the report',
    needs: 'build',
    program: (args) => ['dist/tools/demo/main.js', ...args],
  },
  start: {
    summary: 'the server, on a PostgreSQL of its own or on DATABASE_URL',
    needs: 'build',
    program: (args) => ['dist/apps/api/src/main.js', ...args],
  },
  shop: {
    summary: 'the demo shop, to break; npm run -s shop -- query "select 1" asks its database',
    needs: 'build',
    program: (args) => ['dist/apps/demo-shop/src/main.js', ...args],
  },
  test: {
    summary: 'every test; arguments go to jest (npm test -- libs/core)',
    needs: 'build',
    program: (args) => ['node_modules/jest/bin/jest.js', ...args],
    env: { NODE_OPTIONS: '--experimental-vm-modules --no-warnings' },
    answersHelp: true,
  },
  lint: {
    summary: 'types, style, format, import rules, unused code; ends with the counts',
    needs: 'dependencies',
    run: async (context) => (await import('./lint.mjs')).lint(context),
    answersHelp: true,
  },
  bench: {
    summary: 'measures and prints a table',
    needs: 'build',
    program: (args) => ['dist/tools/bench/main.js', ...args],
  },
  lab: {
    summary: 'the suites against real systems, brought up here (npm run lab -- --help)',
    needs: 'build',
    program: (args) => ['dist/tools/lab/main.js', ...args],
  },
  docs: {
    summary: 'writes the generated pages and schemas',
    needs: 'build',
    program: (args) => ['dist/tools/docs/main.js', ...args],
  },
  'new:fault': newKind('fault'),
  'new:probe': newKind('probe'),
  'new:driver': newKind('driver'),
  build: { summary: 'compiles everything and bundles the muster command', needs: 'build', answersHelp: true },
  format: {
    summary: 'formats the sources in place',
    needs: 'dependencies',
    program: (args) => ['node_modules/@biomejs/biome/bin/biome', 'format', '--write', ...args],
    answersHelp: true,
  },
};

function newKind(family) {
  return {
    summary: `writes the files of a new ${family}, with a spec that fails, and its line in the registry`,
    needs: 'build',
    program: (args) => ['dist/tools/new-kind/main.js', family, ...args],
  };
}

/** The list that `--help` and an unknown task print. */
function listing() {
  const lines = Object.entries(TASKS).map(([name, { summary }]) => `  ${usage(name).padEnd(20)}${summary}`);
  return ['Tasks (each first brings what is missing: Node, dependencies, the build):', ...lines].join('\n');
}

export function usage(name) {
  return name === 'test' || name === 'start' ? `npm ${name}` : `npm run ${name}`;
}

/**
 * What stands between the command line and a task: `{task, name, args}` or `{answer, exitCode}`.
 * @param {string[]} argv
 */
export function decideTask(argv) {
  const [name, ...args] = argv;
  if (name === undefined) return { answer: listing(), exitCode: 2 };
  if (name === '--help' || name === '-h') return { answer: listing(), exitCode: 0 };
  const task = Object.hasOwn(TASKS, name) ? TASKS[name] : undefined;
  if (task === undefined) return { answer: `There is no task "${name}".\n${listing()}`, exitCode: 2 };
  if (task.answersHelp && args.some((arg) => arg === '--help' || arg === '-h')) {
    return { answer: `${usage(name)}: ${task.summary}`, exitCode: 0 };
  }
  return { task, name, args };
}
