// `npm run lab [part ...]`: brings up the real systems that this machine can have, runs the suites against them, and
// takes down what it brought up, also on Ctrl-C. Ends with `N passed, N failed, N skipped`.
import type { LabPart } from './lab-part.ts';
import { labParts } from './parts.ts';
import { type Counts, runSuites } from './run-suites.ts';

const USAGE = `npm run lab -- [part ...]    every part by default; exit 1 if a suite failed

Parts:
${labParts.map(({ name, summary }) => `  ${name.padEnd(12)}${summary}`).join('\n')}

Builds go to $MUSTER_CACHE, by default ~/.cache/muster, and are used again.
Example: npm run lab -- ${labParts[0]?.name}
`;

const say = (line: string): void => void process.stdout.write(`lab: ${line}\n`);

async function runPart(part: LabPart): Promise<Counts> {
  say(`${part.name}: ${part.summary}`);
  const startedMs = performance.now();
  const brought = await part.up((line) => say(`${part.name}: ${line}`));
  if ('unavailable' in brought) {
    say(`${part.name}: skipped: ${brought.unavailable}`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const stop = (): void => void brought.down().finally(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    say(`${part.name}: up after ${seconds(startedMs)}`);
    const counts = await runSuites(part.suites, brought.env);
    say(`${part.name}: ${summary(counts)} after ${seconds(startedMs)}`);
    return counts;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await brought.down();
  }
}

const seconds = (sinceMs: number): string => `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;
const summary = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

async function main(asked: readonly string[]): Promise<number> {
  if (asked.includes('--help') || asked.includes('-h')) {
    process.stdout.write(USAGE);
    return 0;
  }
  const unknown = asked.filter((name) => !labParts.some((part) => part.name === name));
  if (unknown.length > 0) {
    process.stderr.write(`There is no part ${unknown.join(', ')}.\n${USAGE}`);
    return 2;
  }
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const part of labParts.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
    const counts = await runPart(part);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
  }
  process.stdout.write(`${summary(total)}\n`);
  return total.failed === 0 ? 0 : 1;
}

process.exit(await main(process.argv.slice(2)));
