// The helper process of tests: `node --conditions=muster-source helper-main.ts <kind> <token>`.
import { faults } from '#faults';
import { runHelper } from '#platform';

await runHelper(faults, process.argv.slice(2));
