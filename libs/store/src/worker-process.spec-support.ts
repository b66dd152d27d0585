// A worker in a process of its own, to be stopped and killed: `worker-process.spec-support.ts <database url> <run>`.
// Owns the run and appends to it without end; prints a line for each record that it was promised, and for each loss.
import type { MusterError } from '#core';
import { openWorker } from './worker.spec-support.ts';

const [url = '', run = ''] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const worker = await openWorker(url);
const journal = await worker.journals.create(run);
setInterval(() => {
  for (const line of worker.told.splice(0)) say(line.split(':')[0]!);
}, 5);
try {
  for (;;) {
    const [record] = await journal.append([{ type: 'phase.entered', phase: 'holding' }], Date.now(), {
      durable: true,
    });
    say(`stored ${record!.seq}`);
  }
} catch (error) {
  say(`refused ${(error as MusterError).code}`);
}
