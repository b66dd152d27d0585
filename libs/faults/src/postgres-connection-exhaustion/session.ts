// Connections to PostgreSQL: those that are held, and short ones for a question. No message tells the URL.

import { Client } from 'pg';
import { MusterError, messageOf } from '#core';
import type { Held } from '../shared/filling.ts';
import type { Occupancy } from './goal.ts';

const CONNECT_TIMEOUT_MS = 5000;
/** https://www.postgresql.org/docs/current/errcodes-appendix.html: too_many_connections. */
const TOO_MANY_CONNECTIONS = '53300';
/** PostgreSQL cuts an application name after 63 bytes. */
const LONGEST_NAME = 63;

/** The name by which the connections of a fault are found on the server. */
const applicationName = (token: string): string => token.slice(0, LONGEST_NAME);

/** Asks over a fresh connection. @throws MusterError MUS2010, MUS2011, MUS2012 */
export async function ask<Result>(
  url: string,
  signal: AbortSignal,
  question: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = clientOf(url, 'muster');
  const stop = () => destroy(client);
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (signal.aborted) throw new MusterError('MUS2012', 'PostgreSQL was not asked in time');
    await client.connect();
    return await question(client);
  } catch (error) {
    throw describe(error, signal);
  } finally {
    signal.removeEventListener('abort', stop);
    void client.end().catch(() => undefined);
  }
}

function describe(error: unknown, signal: AbortSignal): MusterError {
  if (error instanceof MusterError) return error;
  if (signal.aborted)
    return new MusterError('MUS2012', 'PostgreSQL did not answer in time', { cause: error });
  const answered = isAnswer(error);
  const message = `PostgreSQL ${answered ? 'refused' : 'cannot be reached'}: ${messageOf(error)}`;
  return new MusterError(answered ? 'MUS2011' : 'MUS2010', message, { cause: error });
}

/** Errors that the server sent have a five-character SQLSTATE. */
const isAnswer = (error: unknown): boolean => /^[0-9A-Z]{5}$/.test(codeOf(error));

/** All places are taken, those for superusers aside. */
export const isFull = (error: unknown): boolean =>
  error instanceof MusterError && codeOf(error.cause) === TOO_MANY_CONNECTIONS;

const codeOf = (error: unknown): string => (error as { code?: string } | undefined)?.code ?? '';

function clientOf(url: string, name: string): Client {
  const client = new Client({
    connectionString: url,
    application_name: name,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  });
  client.on('error', () => undefined);
  return client;
}

/** At once and without a word; the server notices the closed socket. */
function destroy(client: Client): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}

export interface HeldSession extends Held {
  readonly client: Client;
}

/** undefined: no place is left, or the server does not take connections now. */
export async function hold(url: string, token: string, lost: () => void): Promise<HeldSession | undefined> {
  const client = clientOf(url, applicationName(token));
  client.once('end', lost);
  try {
    await client.connect();
  } catch {
    destroy(client);
    return undefined;
  }
  // Terminate tells the server at once; destroying the socket is for when it does not listen.
  return { client, close: () => void client.end().catch(() => destroy(client)) };
}

/** `own` connections are ours. */
export async function occupancy(client: Client, own: number): Promise<Occupancy> {
  const { rows } = await client.query<{ places: number; taken: number }>(`
    select current_setting('max_connections')::int
           - current_setting('superuser_reserved_connections')::int
           - coalesce(current_setting('reserved_connections', true), '0')::int as places,
           (select coalesce(sum(numbackends), 0)::int from pg_stat_database) as taken`);
  const { places = 0, taken = 0 } = rows[0] ?? {};
  return { places, others: Math.max(0, taken - own) };
}

/** Connections that the server still has under the name of this fault. */
export async function countOwn(client: Client, token: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'select count(*)::int as count from pg_stat_activity where application_name = $1',
    [applicationName(token)],
  );
  return rows[0]?.count ?? 0;
}
