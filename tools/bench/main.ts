// `npm run bench [group ...]`: prints figures, with a peer measured in the same run where there is one. Judges nothing.
import { benchAbort } from './abort.bench.ts';
import type { BenchRow } from './bench-row.ts';
import { benchJournal } from './journal.bench.ts';
import { benchProxy } from './proxy.bench.ts';
import { benchStore } from './store.bench.ts';

const groups: Readonly<Record<string, () => Promise<BenchRow[]>>> = {
  abort: benchAbort,
  journal: benchJournal,
  proxy: benchProxy,
  store: benchStore,
};

function format({ metric, ours, peer, ratio, note }: BenchRow): string {
  const beside = peer === undefined ? '' : `  peer ${peer}`;
  const times = ratio === undefined ? '' : `  ${ratio.toFixed(2)}x`;
  return `  ${metric.padEnd(58)} ${ours}${beside}${times}${note ? `  (${note})` : ''}`;
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in groups));
if (unknown.length > 0) {
  process.stderr.write(`no bench ${unknown.join(', ')}; there are: ${Object.keys(groups).join(', ')}\n`);
  process.exit(2);
}
for (const [name, bench] of Object.entries(groups)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  process.stdout.write(`${name}\n`);
  for (const row of await bench()) process.stdout.write(`${format(row)}\n`);
}
process.exit(0);
