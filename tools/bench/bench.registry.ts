// Every group of the bench: one line each, in the order of the table.
import { abortBench } from './abort.bench.ts';
import type { BenchGroup } from './bench.group.ts';
import { journalBench } from './journal.bench.ts';
import { probeBench } from './probe.bench.ts';
import { proxyBench } from './proxy.bench.ts';
import { reportBench } from './report.bench.ts';
import { runBench } from './run.bench.ts';
import { storeBench } from './store.bench.ts';

export const benchGroups: readonly BenchGroup[] = [
  abortBench,
  runBench,
  probeBench,
  journalBench,
  storeBench,
  reportBench,
  proxyBench,
];
