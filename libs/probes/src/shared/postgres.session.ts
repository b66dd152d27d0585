// One session with a PostgreSQL server, opened at the first question. Messages never tell the URL.
import { setTimeout as delay } from 'node:timers/promises';
import { Client, DatabaseError, types } from 'pg';

export type SessionRow = Readonly<Record<string, unknown>>;

/** https://www.postgresql.org/docs/current/catalog-pg-type.html: int8 and numeric, which pg leaves as text. */
const NUMBER_TYPES = new Set([20, 1700]);

const END_MS = 500;

export class PostgresSession {
  readonly url: string;
  readonly #client: Client;
  readonly #timeoutMs: number;
  #opened: Promise<void> | undefined;
  #connected = false;
  #broken = false;

  /** `timeoutMs` is also told to the server: a query that nobody waits for any more ends there too. */
  constructor(url: string, timeoutMs: number) {
    this.url = url;
    this.#timeoutMs = timeoutMs;
    this.#client = new Client({
      connectionString: url,
      application_name: 'muster-probe',
      types: { getTypeParser: typeParser },
    });
    this.#client.on('error', () => this.#breakOff());
    this.#client.on('end', () => this.#breakOff());
  }

  get connected(): boolean {
    return this.#connected;
  }

  /** It cannot be asked again. */
  get broken(): boolean {
    return this.#broken;
  }

  /** The rows; a session whose question was given up is broken. */
  async ask(query: string, signal: AbortSignal): Promise<readonly SessionRow[]> {
    const { promise, reject } = Promise.withResolvers<never>();
    const giveUp = (): void => {
      reject(signal.reason);
      this.#destroy();
    };
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      return await Promise.race([this.#ask(query), promise]);
    } catch (error) {
      if (!(error instanceof DatabaseError)) this.#destroy();
      throw error;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  async end(): Promise<void> {
    if (this.#broken) return;
    this.#broken = true;
    // A server that stands still does not answer the good-bye either.
    await Promise.race([this.#client.end().catch(() => undefined), delay(END_MS, undefined, { ref: false })]);
    this.#destroy();
  }

  async #ask(query: string): Promise<readonly SessionRow[]> {
    this.#opened ??= this.#open();
    await this.#opened;
    const result = await this.#client.query<Record<string, unknown>>(query);
    // Several statements in one text give several results.
    const last = Array.isArray(result) ? (result.at(-1) as typeof result) : result;
    return last.rows;
  }

  async #open(): Promise<void> {
    try {
      await this.#client.connect();
      this.#connected = true;
      await this.#client.query(`set statement_timeout = ${Math.ceil(this.#timeoutMs)}`);
    } catch (error) {
      this.#destroy();
      throw error;
    }
  }

  #breakOff(): void {
    this.#broken = true;
  }

  #destroy(): void {
    this.#broken = true;
    (this.#client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  }
}

function typeParser(...[oid, format]: Parameters<typeof types.getTypeParser>) {
  return NUMBER_TYPES.has(oid) ? Number : (types.getTypeParser(oid, format) as (text: string) => unknown);
}
