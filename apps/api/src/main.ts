// `npm start`: the server, until it is asked to end.
import { readFileSync } from 'node:fs';
import { MusterError, messageOf } from '#core';
import { readEnv } from './env.ts';
import { startServer } from './start/server.ts';

const CANNOT_START = 2;

/** Of the package that this is part of, from its sources as well as from its build. */
function version(): string {
  const depth = import.meta.url.includes('/dist/') ? '../../../../' : '../../../';
  const manifest = readFileSync(new URL(`${depth}package.json`, import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

async function main(): Promise<void> {
  const asked = new Promise((resolve) => process.once('SIGTERM', resolve).once('SIGINT', resolve));
  const server = await startServer(readEnv(process.env), version());
  const token =
    server.firstToken === undefined
      ? ''
      : `Token of the first admin, shown this once: ${server.firstToken}\n`;
  process.stdout.write(`Muster is up: ${server.url}   (${server.where})\n${token}`);
  await asked;
  await server.close();
}

await main().catch((error: unknown) => {
  const next = error instanceof MusterError ? `\n${error.next}` : '';
  process.stderr.write(`muster: ${messageOf(error)}${next}\n`);
  process.exitCode = CANNOT_START;
});
