// `npm run bench -- [group ...]`: measures, and prints one table; a peer is measured in the same run where there is one.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { BenchGroup, GroupResult } from './bench.group.ts';
import { benchGroups } from './bench.registry.ts';
import { formatTable, ratioOf } from './bench.table.ts';

const USAGE = `npm run bench -- [--json] [group ...]    every group by default, under 6 minutes

Groups:
${benchGroups.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}`).join('\n')}

  --json    the figures as JSON
  --help    this text

Peers are built or installed once, to $MUSTER_CACHE (by default ~/.cache/muster); one that cannot be had is skipped,
with the reason. Exit 1 if a group failed; a goal that is missed is told in the table and fails nothing.
Example: npm run bench -- ${benchGroups[0]?.name}
`;

/** Told to end, a group cleans up; one that does not listen is killed after so long. */
const PATIENCE_MS = 3000;

async function measure({ name, limitMs }: BenchGroup): Promise<GroupResult> {
  const file = join(import.meta.dirname, `group.process${extname(import.meta.filename)}`);
  const child = fork(file, [name], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  let result: GroupResult | undefined;
  let failed = '';
  child.once('message', (message: GroupResult) => (result = message));
  const timers = [
    setTimeout(() => {
      failed = `not done after ${limitMs / 1000} s`;
      child.kill();
    }, limitMs),
    setTimeout(() => child.kill('SIGKILL'), limitMs + PATIENCE_MS),
  ];
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  for (const timer of timers) clearTimeout(timer);
  failed ||= `ended by itself (${signal ?? code})`;
  return result ?? { name, rows: [], skipped: [], failed };
}

function machine(): string {
  const cores = availableParallelism();
  const busy = loadavg()[0]?.toFixed(1);
  return `${cores} ${cores === 1 ? 'core' : 'cores'} (${cpus()[0]?.model.trim()}), load ${busy} at the start, Node ${process.versions.node}, ${process.platform} ${process.arch}`;
}

async function measureAll(groups: readonly BenchGroup[]): Promise<readonly GroupResult[]> {
  const results: GroupResult[] = [];
  for (const group of groups) {
    const startedMs = performance.now();
    process.stderr.write(`bench: ${group.name}: ${group.summary} ...`);
    results.push(await measure(group));
    process.stderr.write(` ${((performance.now() - startedMs) / 1000).toFixed(1)} s\n`);
  }
  return results;
}

async function main(argv: readonly string[]): Promise<number> {
  const options = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
  const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const unknown = positionals.filter((asked) => !benchGroups.some(({ name }) => name === asked));
  if (unknown.length > 0) throw new TypeError(`There is no group ${unknown.join(', ')}.`);
  const facts = machine();
  const results = await measureAll(
    benchGroups.filter(({ name }) => positionals.length === 0 || positionals.includes(name)),
  );
  if (values.json) {
    const groups = results.map((result) => ({
      ...result,
      rows: result.rows.map((row) => ({ ...row, ratio: ratioOf(row) })),
    }));
    process.stdout.write(`${JSON.stringify({ machine: facts, groups }, null, 2)}\n`);
  } else process.stdout.write(`\n${facts}\n\n${formatTable(results)}\n`);
  return results.some(({ failed }) => failed !== undefined) ? 1 : 0;
}

// The groups get Ctrl-C from the terminal too, and clean up; whoever signals this process alone reaches them by IPC.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exit(2);
}
