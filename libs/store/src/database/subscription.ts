// LISTEN on a connection of its own, renewed after it broke. A notification may be lost with its connection, so a
// subscriber is called after each new connection too, and must also look by itself from time to time.
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import type { Database } from './open-database.ts';

export interface Subscription {
  close(): Promise<void>;
}

const CONNECT_MS = 5_000;
const PAUSE_MS = 250;

/** Calls back with each payload, and with '' after each new connection. */
export async function listen(
  database: Database,
  channel: string,
  onNotification: (payload: string) => void,
): Promise<Subscription> {
  const subscriber = new Subscriber(database, channel, onNotification);
  await subscriber.open();
  return subscriber;
}

class Subscriber implements Subscription {
  readonly #database: Database;
  readonly #channel: string;
  readonly #onNotification: (payload: string) => void;
  readonly #closed = new AbortController();
  #client: Client | undefined;

  constructor(database: Database, channel: string, onNotification: (payload: string) => void) {
    this.#database = database;
    this.#channel = channel;
    this.#onNotification = onNotification;
  }

  async open(): Promise<void> {
    const { url, name } = this.#database.options;
    const client = new Client({
      connectionString: url,
      application_name: `${name}-listen`,
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
    });
    this.#client = client;
    client.on('notification', ({ payload }) => this.#onNotification(payload ?? ''));
    client.on('error', () => undefined);
    await client.connect();
    client.once('end', () => void this.#reopen());
    await client.query(`LISTEN ${client.escapeIdentifier(this.#channel)}`);
    this.#onNotification('');
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await this.#client?.end().catch(() => undefined);
  }

  async #reopen(): Promise<void> {
    while (!this.#closed.signal.aborted) {
      try {
        await delay(PAUSE_MS, undefined, { signal: this.#closed.signal, ref: false });
        return await this.open();
      } catch {
        // Closed: the loop ends. No connection yet: once more.
      }
    }
  }
}
