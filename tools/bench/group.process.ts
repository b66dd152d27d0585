// One group of the bench in a process of its own (argument: its name), so that no group measures what another one left
// in the heap, and so that a group can be ended. Its result is the one message that it sends.
import type { GroupResult } from './bench.group.ts';
import { benchGroups } from './bench.registry.ts';
import { Workbench } from './workbench.ts';

const group = benchGroups.find(({ name }) => name === process.argv[2]);
if (group === undefined) throw new TypeError(`no group ${process.argv[2]}`);
const workbench = new Workbench();

const leave = async (result?: GroupResult): Promise<void> => {
  await workbench.close();
  if (result === undefined) process.exit(130);
  process.send?.(result, () => process.exit());
};
// Ctrl-C reaches the whole group of processes; whatever ends this one ends what it started.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void leave());
process.once('disconnect', () => void leave());

const { name } = group;
const { skipped } = workbench;
try {
  await leave({ name, rows: await group.run(workbench), skipped });
} catch (error) {
  await leave({ name, rows: [], skipped, failed: error instanceof Error ? error.message : String(error) });
}
