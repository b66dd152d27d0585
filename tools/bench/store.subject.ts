// A worker that owns a run, to be killed: `store.subject.ts <database url>`. Says when it holds it.
import { openBenchWorker } from './store.worker.ts';

const { journals } = await openBenchWorker(process.argv[2] ?? '');
await journals.create(`run of ${process.pid}`);
process.send?.('owns');
process.once('disconnect', () => process.exit());
