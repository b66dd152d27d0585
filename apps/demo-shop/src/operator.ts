// A way into the database for people who follow a runbook: as superuser, over the socket, on a place that is kept.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';

const fileIn = (stateDir: string): string => path.join(stateDir, 'operator.url');
const CONNECT_MS = 3000;

export function letOperatorIn(stateDir: string, connectionString: string): void {
  writeFileSync(fileIn(stateDir), connectionString, { mode: 0o600 });
}

export function lockOperatorOut(stateDir: string): void {
  rmSync(fileIn(stateDir), { force: true });
}

/** The answer as a table. @throws Error when no shop of this folder has a database that answers */
export async function askDatabase(stateDir: string, sql: string): Promise<string> {
  if (!existsSync(fileIn(stateDir))) throw new Error(noAnswer(stateDir, 'no shop runs there'));
  const connectionString = readFileSync(fileIn(stateDir), 'utf8');
  const client = new Client({ connectionString, connectionTimeoutMillis: CONNECT_MS });
  await client.connect().catch(({ message }: Error) => {
    throw new Error(noAnswer(stateDir, message));
  });
  try {
    const { fields, rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    return table([fields.map(({ name }) => name), ...rows]);
  } finally {
    await client.end();
  }
}

const noAnswer = (stateDir: string, why: string): string =>
  `PostgreSQL does not answer (${why}).\nNext: npm run shop, or see ${path.join(stateDir, 'logs', 'database.log')}`;

function table(rows: readonly (readonly unknown[])[]): string {
  const texts = rows.map((row) => row.map(textOf));
  const widths = (texts[0] ?? []).map((_name, column) =>
    Math.max(...texts.map((row) => row[column]?.length ?? 0)),
  );
  const lineOf = (row: readonly string[]): string =>
    row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ');
  return texts.map((row) => `${lineOf(row).trimEnd()}\n`).join('');
}

function textOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
