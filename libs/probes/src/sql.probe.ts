// One query to PostgreSQL over a connection that stays open, and is opened again after it broke.
import { DatabaseError } from 'pg';
import { z } from 'zod';
import {
  defineProbe,
  type FieldValue,
  type Measurement,
  messageOf,
  type Probe,
  type ProbeContext,
} from '#core';
import { secretRef } from '#spec';
import { hostOf, openUrl, withoutPassword } from './shared/address.ts';
import { cannotMeasure, codeOf, failureOf, failureWords } from './shared/failure.ts';
import { PostgresSession, type SessionRow } from './shared/postgres.session.ts';
import { type Stopwatch, startStopwatch, stopped } from './shared/stopwatch.ts';

const url = openUrl(
  /^postgres(ql)?$/,
  'postgres://shop@127.0.0.1:5432/shop',
  'put the address into an environment variable, {secret: NAME}',
);

const params = z
  .strictObject({
    url: z
      .union([url, secretRef()])
      .describe('Address of the database, or where it is kept: {secret: NAME}, {secretFile: path}.'),
    query: z.string().min(1).describe('One statement; the columns of its first row become fields.'),
  })
  .describe('Asks a PostgreSQL database one query.');
type Params = z.infer<typeof params>;

export const sql = defineProbe<Params>({
  kind: 'sql',
  title: 'SQL query',
  summary: 'Asks a PostgreSQL database one query and measures the answer.',
  params,
  fields: {
    connected: { type: 'boolean', summary: 'Whether a session stood when the query was sent.' },
    latency: {
      type: 'duration',
      summary: 'Until the last row, or until it failed; with connecting if need be.',
    },
    rows: { type: 'number', summary: 'Rows of the answer; 0 where it failed.' },
    failed: {
      type: 'text',
      summary: `Empty, or why not: ${failureWords}, full, starting, shutdown, or sqlstate and its code.`,
    },
  },
  openFields: true,
  explain: ({ url: address, query }) => `query ${query} of PostgreSQL ${nameOf(address)}`,
  hosts: ({ url: address }) => (typeof address === 'string' ? [serverOf(address)] : []),
  open: (values) => new SqlProbe(values),
  example: { url: { secret: 'SHOP_DATABASE_URL' }, query: 'select count(*) as orders from orders' },
});

/** `?host=` counts before the host of the URL; a path there is a socket of this machine. */
function serverOf(address: string): string {
  const host = new URL(address).searchParams.get('host') ?? hostOf(address);
  return host.startsWith('/') ? 'localhost' : host;
}

function nameOf(address: Params['url']): string {
  if (typeof address === 'string') return withoutPassword(address);
  return 'secret' in address ? `in ${address.secret}` : `in file ${address.secretFile}`;
}

class SqlProbe implements Probe {
  readonly #params: Params;
  #session: PostgresSession | undefined;

  constructor(values: Params) {
    this.#params = values;
  }

  async measure(context: ProbeContext): Promise<Measurement> {
    const { url: address, query } = this.#params;
    const resolved = typeof address === 'string' ? address : await context.secrets.resolve(address);
    if (context.signal.aborted) return stopped;
    const watch = startStopwatch(context);
    const session = this.#current(resolved, context.timeoutMs);
    try {
      const rows = await session.ask(query, context.signal);
      const fields = { connected: true, latency: watch.elapsedMs(), rows: rows.length, failed: '' };
      return { outcome: 'measured', fields: { ...columns(rows[0]), ...fields } };
    } catch (error) {
      return failedQuery(error, { connected: session.connected, signal: context.signal, watch });
    } finally {
      // After a refused query the session is as good as before; after anything else it is gone.
      if (session.broken && this.#session === session) this.#session = undefined;
    }
  }

  async close(): Promise<void> {
    await this.#session?.end();
  }

  #current(address: string, timeoutMs: number): PostgresSession {
    if (this.#session?.broken || this.#session?.url !== address) {
      void this.#session?.end();
      this.#session = new PostgresSession(address, timeoutMs);
    }
    return this.#session;
  }
}

/** What the server says of itself: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const serverStates: Readonly<Record<string, string>> = {
  '53300': 'full',
  '57014': 'timeout',
  '57P01': 'shutdown',
  '57P02': 'shutdown',
  '57P03': 'starting',
};
/** Wrong password, no such database, wrong statement, no permission: the probe is wrong, not the system. */
const OWN_MISTAKE = /^(28|3D|42)/;

interface Failure {
  readonly connected: boolean;
  readonly signal: AbortSignal;
  readonly watch: Stopwatch;
}

function failedQuery(error: unknown, { connected, signal, watch }: Failure): Measurement {
  if (watch.wasStopped()) return stopped;
  const failed = signal.aborted ? 'timeout' : reasonOf(error);
  if (failed === undefined) return cannotMeasure(error);
  return { outcome: 'measured', fields: { connected, latency: watch.elapsedMs(), rows: 0, failed } };
}

function reasonOf(error: unknown): string | undefined {
  const code = codeOf(error);
  if (error instanceof DatabaseError) {
    return OWN_MISTAKE.test(code) ? undefined : (serverStates[code] ?? `sqlstate ${code}`);
  }
  // What pg says of a connection that ended below it has no code.
  return code === '' && /connection/i.test(messageOf(error)) ? 'reset' : failureOf(error);
}

function columns(row: SessionRow | undefined): Record<string, FieldValue> {
  const fields: Record<string, FieldValue> = {};
  for (const [name, value] of Object.entries(row ?? {})) {
    if (value === null || value === undefined) continue;
    const plain = typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string';
    if (plain) fields[name] = value;
    else fields[name] = value instanceof Date ? value.toISOString() : JSON.stringify(value);
  }
  return fields;
}
