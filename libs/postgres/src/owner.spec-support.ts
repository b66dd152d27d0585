// An owner of a server, to be killed: prints what it started as JSON and stays. Usage: owner.spec-support.ts <dataDir>
import { startPostgres } from './start-postgres.ts';

const server = await startPostgres({ dataDir: process.argv[2] ?? '', settings: { fsync: 'off' } });
process.stdout.write(`${JSON.stringify(server)}\n`);
process.stdin.resume();
